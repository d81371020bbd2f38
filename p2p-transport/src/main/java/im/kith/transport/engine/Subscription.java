package im.kith.transport.engine;

/** Somebody hears events until it is closed. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {

    @Override
    void close();
}
