package im.kith.transport.attack;

import im.kith.transport.net.Relay;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A cable with a listener: passes connections on to a device and writes down what goes over them. */
final class Spy extends Relay {

    /** What the dialler of each connection has sent. */
    final List<ByteArrayOutputStream> sent = new CopyOnWriteArrayList<>();

    /** What the dialled device has sent, of all connections. */
    final ByteArrayOutputStream answered = new ByteArrayOutputStream();

    Spy(InetSocketAddress target) throws IOException {
        super(target);
        start();
    }

    @Override
    protected void connected(Socket near) throws IOException {
        Socket far = dial();
        ByteArrayOutputStream tape = new ByteArrayOutputStream();
        sent.add(tape);
        spawn(() -> pump(near, far, tape));
        spawn(() -> pump(far, near, answered));
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
}
