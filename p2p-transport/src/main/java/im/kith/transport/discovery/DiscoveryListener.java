package im.kith.transport.discovery;

/** Told on discovery's own thread, which must not be held up: enqueue and return. */
public interface DiscoveryListener {

    /** A device appeared, or what is known of it changed. */
    void sighted(Sighting sighting);

    /** A device said good-bye or was not heard for a while. */
    default void lost(Sighting sighting) {}
}
