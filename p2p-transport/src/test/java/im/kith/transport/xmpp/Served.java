package im.kith.transport.xmpp;

import im.kith.Kith;
import im.kith.core.device.Device;
import im.kith.core.replica.StoreException;
import im.kith.storage.HomeAccess;
import im.kith.storage.HomeException;
import im.kith.storage.Passphrase;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;

/** A device of an own that serves XMPP on a free port. */
final class Served implements AutoCloseable {

    static final String ACCOUNT = "juliet@capulet.example";

    final Kith kith;
    final XmppEndpoint endpoint;
    final String token;

    Served(Path directory) throws Exception {
        kith = Kith.found(access(directory), "Laptop", Optional.of(ACCOUNT));
        token = token("test", false);
        endpoint = kith.serveXmpp(0);
    }

    private static HomeAccess access(Path directory) {
        return new HomeAccess(
                directory.resolve("home"),
                directory.resolve("state"),
                "test",
                Duration.ofSeconds(5),
                Passphrase.NONE,
                new SecureRandom());
    }

    /** A new token. */
    String token(String name, boolean clear) throws Exception {
        return kith.call((Device device) ->
                device.tokens().add(name, clear, Optional.empty()).orElseThrow());
    }

    /** Returns as soon as somebody new is let in again. */
    void awaitRoom() throws Exception {
        while (true) {
            try (RawClient client = client()) {
                client.open();
                return;
            } catch (IOException full) {
                Thread.onSpinWait();
            }
        }
    }

    RawClient client() throws Exception {
        return new RawClient(endpoint.port());
    }

    /** A client that is logged in and bound as {@code resource}. */
    RawClient bound(String resource) throws Exception {
        RawClient client = client();
        client.login(token);
        client.bind(resource);
        return client;
    }

    @Override
    public void close() throws HomeException, StoreException {
        kith.close();
    }
}
