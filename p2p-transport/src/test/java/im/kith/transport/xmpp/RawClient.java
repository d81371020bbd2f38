package im.kith.transport.xmpp;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.xml.StreamPiece;
import im.kith.core.xml.XmlElement;
import im.kith.core.xml.XmlFeed;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/** A client that writes what the test says, octet by octet, and reads what comes. */
final class RawClient implements AutoCloseable {

    static final String OPENING = "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'"
            + " to='capulet.example' version='1.0'>";

    private static final int PATIENCE_MILLIS = 20_000;

    Socket socket;
    final XmlFeed feed = new XmlFeed(100 << 20, 100 << 20);

    RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    RawClient write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        return this;
    }

    /** Writes what the other end may refuse before it has all of it; what it says to that is there to be read. */
    void pour(String text) {
        try {
            write(text);
        } catch (IOException refused) {
            return;
        }
    }

    StreamPiece piece() throws Exception {
        byte[] buffer = new byte[8192];
        while (true) {
            Optional<StreamPiece> piece = feed.next();
            if (piece.isPresent()) {
                return piece.get();
            }
            InputStream in = socket.getInputStream();
            int count = in.read(buffer);
            if (count < 0) {
                throw new EOFException();
            }
            feed.feed(Arrays.copyOf(buffer, count));
        }
    }

    /** The next element of the stream. */
    XmlElement next() throws Exception {
        StreamPiece piece = piece();
        assertThat(piece).isInstanceOf(StreamPiece.Whole.class);
        return ((StreamPiece.Whole) piece).element();
    }

    /** The next element that is like that; others before it are passed over. */
    XmlElement next(Predicate<XmlElement> like) throws Exception {
        while (true) {
            XmlElement element = next();
            if (like.test(element)) {
                return element;
            }
        }
    }

    /** As {@link #next(Predicate)}, where a piece of another kind may come first. */
    XmlElement next(Predicate<XmlElement> like, Class<? extends StreamPiece> before) throws Exception {
        while (true) {
            StreamPiece piece = piece();
            if (piece instanceof StreamPiece.Whole whole && like.test(whole.element())) {
                return whole.element();
            }
            assertThat(piece).isInstanceOfAny(before, StreamPiece.Whole.class);
        }
    }

    /** The answer to the request with this id. */
    XmlElement answer(String id) throws Exception {
        return next(element ->
                element.local().equals("iq") && element.attribute("id").equals(Optional.of(id)));
    }

    /** Goes over to TLS, whoever is there. */
    void secure() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
        socket = context.getSocketFactory().createSocket(socket, "capulet.example", socket.getPort(), true);
        feed.restart();
    }

    /** Opens the stream; the features. */
    XmlElement open() throws Exception {
        write("<?xml version='1.0'?>" + OPENING);
        assertThat(piece()).isInstanceOf(StreamPiece.Opened.class);
        XmlElement features = next();
        assertThat(features.is(Names.STREAM, "features")).isTrue();
        return features;
    }

    static String plain(String user, String password) {
        return "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>"
                + Base64.getEncoder().encodeToString(("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8))
                + "</auth>";
    }

    /** Logs in with {@code token} and opens the stream again; the features. */
    XmlElement login(String token) throws Exception {
        open();
        write(plain("juliet", token));
        assertThat(next().local()).isEqualTo("success");
        feed.restart();
        return open();
    }

    /** The full JID. */
    String bind(String resource) throws Exception {
        write("<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>" + resource
                + "</resource></bind></iq>");
        return answer("bind")
                .first(Names.BIND, "bind")
                .orElseThrow()
                .elements()
                .get(0)
                .text();
    }

    /** Asks and gets the answer. */
    XmlElement ask(String type, String id, String child) throws Exception {
        write("<iq type='" + type + "' id='" + id + "'>" + child + "</iq>");
        return answer(id);
    }

    /** What ends the stream: the condition of the error. */
    String error() throws Exception {
        XmlElement error = next(element -> element.is(Names.STREAM, "error"));
        return error.elements().get(0).local();
    }

    void awaitEnd() throws Exception {
        try {
            while (true) {
                if (piece() instanceof StreamPiece.Closed) {
                    return;
                }
            }
        } catch (IOException closed) {
            return;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
