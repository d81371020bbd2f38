package im.kith.cli.clients;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.BlockingQueue;

/** A client of some library, as one resource of an account. The operations are those of {@code src/test/clients}. */
public interface Client extends AutoCloseable {

    /** How an operation went: {@code text} is what it gave, or the error's condition. */
    record Reply(boolean ok, String text) {

        /** What it gave. */
        public String get() {
            if (!ok) {
                throw new AssertionError("refused: " + text);
            }
            return text;
        }
    }

    /**
     * Connects and binds the resource, without presence.
     *
     * @param notify the nodes whose events the client's caps ask for
     */
    Reply login(Account account, String resource, Collection<String> notify);

    Reply ask(String operation, Map<String, ?> arguments);

    default Reply ask(String operation) {
        return ask(operation, Map.of());
    }

    /** The messages that came, as the library tells of them. */
    BlockingQueue<String> events();

    @Override
    void close();
}
