package im.kith.transport.attack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A cable with a listener: passes connections on to a device and writes down what goes over them. */
final class Spy implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final InetSocketAddress target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    /** What the dialler of each connection has sent. */
    final List<ByteArrayOutputStream> sent = new CopyOnWriteArrayList<>();

    /** What the dialled device has sent, of all connections. */
    final ByteArrayOutputStream answered = new ByteArrayOutputStream();

    Spy(InetSocketAddress target) throws IOException {
        this.target = target;
        spawn(this::accept);
    }

    InetSocketAddress at() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
    }

    private void accept() throws IOException {
        while (true) {
            Socket near = server.accept();
            Socket far = new Socket(target.getAddress(), target.getPort());
            sockets.add(near);
            sockets.add(far);
            ByteArrayOutputStream tape = new ByteArrayOutputStream();
            sent.add(tape);
            spawn(() -> pump(near, far, tape));
            spawn(() -> pump(far, near, answered));
        }
    }

    private static void pump(Socket from, Socket to, ByteArrayOutputStream tape) throws IOException {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        byte[] buffer = new byte[8192];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            tape.write(buffer, 0, count);
            out.write(buffer, 0, count);
        }
        to.close();
    }

    interface Work {
        void run() throws IOException;
    }

    /** Runs {@code work} beside the test, until it ends or its sockets do. */
    static void spawn(Work work) {
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
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
