package im.kith.transport.attack;

import im.kith.transport.net.RawTls;
import im.kith.transport.net.TlsIdentity;
import im.kith.transport.wire.WireFrame;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Somebody in the middle of a pairing: to each side it shows a certificate of its own, and passes on what the two say.
 */
final class MiddleMan implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final InetSocketAddress inviter;
    private final TlsIdentity towardsJoiner;
    private final TlsIdentity towardsInviter;
    private final List<RawTls> connections = new CopyOnWriteArrayList<>();

    /** All that went through, readable to the one in the middle. */
    final List<WireFrame> seen = new CopyOnWriteArrayList<>();

    MiddleMan(InetSocketAddress inviter) throws Exception {
        this.inviter = inviter;
        this.towardsJoiner = TlsIdentity.of(TlsIdentity.newKeys(Victim.RANDOM));
        this.towardsInviter = TlsIdentity.of(TlsIdentity.newKeys(Victim.RANDOM));
        Spy.spawn(this::accept);
    }

    InetSocketAddress at() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
    }

    private void accept() throws IOException {
        while (true) {
            Socket socket = server.accept();
            Spy.spawn(() -> join(socket));
        }
    }

    private void join(Socket socket) throws IOException {
        RawTls.readKnock(socket);
        RawTls joiner = RawTls.over(socket, towardsJoiner, false);
        connections.add(joiner);
        RawTls far = RawTls.dial(inviter, RawTls.pairingKnock(Victim.RANDOM), towardsInviter);
        connections.add(far);
        Spy.spawn(() -> pass(far, joiner));
        pass(joiner, far);
    }

    private void pass(RawTls from, RawTls to) throws IOException {
        try {
            while (true) {
                WireFrame frame = from.read();
                seen.add(frame);
                to.send(frame);
            }
        } finally {
            to.close();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (RawTls connection : connections) {
            connection.close();
        }
    }
}
