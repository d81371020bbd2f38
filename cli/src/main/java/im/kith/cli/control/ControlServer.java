package im.kith.cli.control;

import com.google.gson.JsonObject;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import im.kith.cli.service.Service;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Serves a service on the control socket of a home, to at most 32 clients at once.
 *
 * <p>Whoever starts it holds the store's lock, so a socket file that is there is a dead daemon's and is replaced. Besides
 * the service's operations it answers {@code ready} (once {@link #ready} told it) and {@code stop}.
 */
public final class ControlServer implements AutoCloseable {

    static final int MOST_CLIENTS = 32;
    private static final int LONGEST_REQUEST = 64 << 20;

    private final Path home;
    private final Service service;
    private final Runnable stop;
    private final ServerSocketChannel listening;
    private final CompletableFuture<JsonObject> ready = new CompletableFuture<>();
    private final Set<ControlConnection> connections = ConcurrentHashMap.newKeySet();

    private ControlServer(Path home, Service service, Runnable stop, ServerSocketChannel listening) {
        this.home = home;
        this.service = service;
        this.stop = stop;
        this.listening = listening;
    }

    /**
     * Listens from now on.
     *
     * @param stop what a client's {@code stop} does, run on a thread of its own
     */
    public static ControlServer start(Path home, Service service, Runnable stop) throws Failure {
        try {
            Files.deleteIfExists(ControlAddress.of(home));
            ControlServer server = new ControlServer(home, service, stop, ControlAddress.bind(home));
            Thread acceptor = new Thread(null, server::accept, "kith-control", 1 << 18);
            acceptor.setDaemon(true);
            acceptor.start();
            return server;
        } catch (IOException e) {
            throw Failure.of(
                            Kind.STORAGE,
                            "cannot listen at " + ControlAddress.of(home) + ": " + e.getMessage(),
                            "Is the home on a file system with Unix sockets, and writable?")
                    .causedBy(e);
        }
    }

    /** The daemon is ready; {@code info} is what {@code up} prints. */
    public void ready(JsonObject info) {
        ready.complete(info);
    }

    private void accept() {
        while (listening.isOpen()) {
            try {
                LineChannel channel = new LineChannel(listening.accept(), LONGEST_REQUEST);
                if (connections.size() >= MOST_CLIENTS) {
                    refuse(channel);
                } else {
                    ControlConnection connection = new ControlConnection(channel, this);
                    connections.add(connection);
                    connection.start();
                }
            } catch (IOException e) {
                if (listening.isOpen()) {
                    // out of descriptors, say: the next client may be luckier, and this loop must not spin
                    LockSupport.parkNanos(100_000_000);
                }
            }
        }
    }

    private static void refuse(LineChannel channel) {
        try (channel) {
            channel.write(ControlConnection.error(Failure.of(
                    Kind.BUSY, "the daemon serves " + MOST_CLIENTS + " commands already", "Try again in a moment.")));
        } catch (IOException leftBefore) {
            return;
        }
    }

    Service service() {
        return service;
    }

    CompletableFuture<JsonObject> whenReady() {
        return ready;
    }

    void stopRequested() {
        new Thread(stop, "kith-stop").start();
    }

    void ended(ControlConnection connection) {
        connections.remove(connection);
    }

    /** Hangs up on every client and takes the socket away. */
    @Override
    public void close() {
        ready.completeExceptionally(Failure.of(Kind.BUSY, "the daemon stopped"));
        try {
            listening.close();
            Files.deleteIfExists(ControlAddress.of(home));
        } catch (IOException nothingMoreToDo) {
            // the file that stays is a dead daemon's, which clients recognise
        }
        connections.forEach(ControlConnection::close);
    }
}
