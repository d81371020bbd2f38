package im.kith.transport.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A cable that can be pulled: passes octets both ways until told to swallow them. */
final class SilentProxy implements AutoCloseable {

    private final ServerSocket server;
    private final InetSocketAddress target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile boolean pulled;

    SilentProxy(InetSocketAddress target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 50, TestAccount.V4);
        spawn(this::accept);
    }

    InetSocketAddress at() {
        return new InetSocketAddress(TestAccount.V4, server.getLocalPort());
    }

    void pull() {
        pulled = true;
    }

    /** Connections from before stay dead, as their octets are lost; new ones work. */
    void plugIn() {
        pulled = false;
    }

    private void accept() throws IOException {
        while (true) {
            Socket near = server.accept();
            sockets.add(near);
            if (pulled) {
                near.close();
                continue;
            }
            Socket far = new Socket(target.getAddress(), target.getPort());
            sockets.add(far);
            spawn(() -> pump(near, far));
            spawn(() -> pump(far, near));
        }
    }

    private void pump(Socket from, Socket to) throws IOException {
        boolean dead = false;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        byte[] buffer = new byte[8192];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            dead |= pulled;
            if (!dead) {
                out.write(buffer, 0, count);
            }
        }
        if (!dead && !pulled) {
            to.close();
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void spawn(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException closed) {
                // The test is over, or one side went away.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
