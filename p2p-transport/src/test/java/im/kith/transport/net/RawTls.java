package im.kith.transport.net;

import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.core.replica.Frame;
import im.kith.transport.wire.FrameSplitter;
import im.kith.transport.wire.WireCodec;
import im.kith.transport.wire.WireFrame;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * A connection made by hand: knock, TLS with any key, frames octet by octet. What somebody with a program of his own can do.
 */
public final class RawTls implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 30_000;

    private final SSLSocket socket;
    private final DataInputStream in;

    private RawTls(SSLSocket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
    }

    /** What opens a door: 48 octets for this discovery key. */
    public static Bytes knock(Bytes discoveryKey, SecureRandom random) {
        return Knock.make(discoveryKey, random);
    }

    /** What opens the door of a device that is inviting. */
    public static Bytes pairingKnock(SecureRandom random) {
        return Knock.make(Knock.PAIRING_KEY, random);
    }

    public static Bytes readKnock(Socket socket) throws IOException {
        byte[] knock = new byte[Knock.LENGTH];
        new DataInputStream(socket.getInputStream()).readFully(knock);
        return Bytes.wrap(knock);
    }

    /** Knocks at {@code address} and makes TLS as {@code identity}, whoever answers. */
    public static RawTls dial(InetSocketAddress address, Bytes knock, TlsIdentity identity) throws IOException {
        Socket plain = new Socket();
        plain.setSoTimeout(PATIENCE_MILLIS);
        plain.connect(address);
        plain.getOutputStream().write(knock.toArray());
        return over(plain, identity, true);
    }

    /** TLS over a connection whose knock was dealt with. */
    public static RawTls over(Socket plain, TlsIdentity identity, boolean client) throws IOException {
        try {
            plain.setSoTimeout(PATIENCE_MILLIS);
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(new KeyManager[] {new OwnKey(identity)}, new TrustManager[] {PinnedTrust.anybody()}, null);
            SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, null, plain.getPort(), true);
            socket.setUseClientMode(client);
            socket.setNeedClientAuth(!client);
            socket.startHandshake();
            return new RawTls(socket);
        } catch (GeneralSecurityException e) {
            throw new IOException("no TLS here", e);
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    /** The key that the other side has shown; empty if it has shown none. */
    public Optional<Bytes> peerKeyHash() {
        try {
            return Optional.of(
                    TlsIdentity.keyHash((X509Certificate) socket.getSession().getPeerCertificates()[0]));
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    public void send(Frame frame) throws IOException {
        for (byte[] octets : FrameSplitter.encode(frame)) {
            sendOctets(octets);
        }
    }

    public void send(WireFrame frame) throws IOException {
        sendOctets(WireCodec.encode(frame));
    }

    public void sendOctets(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
        socket.getOutputStream().flush();
    }

    /** The next frame's octets without their length; an EOFException at the end. */
    public byte[] readOctets() throws IOException {
        byte[] octets = new byte[in.readInt()];
        in.readFully(octets);
        return octets;
    }

    public WireFrame read() throws IOException {
        try {
            return WireCodec.decode(readOctets());
        } catch (MalformedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
