package im.kith.transport.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A cable to a device that a test holds in the middle, on the loopback interface. */
public abstract class Relay implements AutoCloseable {

    private final ServerSocket server;
    private final InetSocketAddress target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    protected Relay(InetSocketAddress target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 50, TestAccount.V4);
    }

    /** From now on connections are taken. */
    protected final void start() {
        spawn(this::accept);
    }

    public final InetSocketAddress at() {
        return new InetSocketAddress(TestAccount.V4, server.getLocalPort());
    }

    private void accept() throws IOException {
        while (true) {
            Socket near = server.accept();
            sockets.add(near);
            connected(near);
        }
    }

    /** Somebody dialled. */
    protected abstract void connected(Socket near) throws IOException;

    /** A connection to the device. */
    protected final Socket dial() throws IOException {
        Socket far = new Socket(target.getAddress(), target.getPort());
        sockets.add(far);
        return far;
    }

    /** What runs beside the test. */
    @FunctionalInterface
    public interface Work {
        void run() throws IOException;
    }

    /** Runs {@code work} beside the test, until it ends or its sockets do. */
    public static void spawn(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException closed) {
                // the test is over, or one side went away
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public final void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
