package im.kith.transport.linklocal;

import im.kith.core.xml.StreamPiece;
import im.kith.core.xml.XmlElement;
import im.kith.core.xml.XmlFeed;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Somebody on 127.0.0.1 who writes what the test says. */
final class RawStranger implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final XmlFeed feed = new XmlFeed(100 << 20, 100 << 20);

    RawStranger(int port) throws IOException {
        socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    RawStranger write(String text) throws IOException {
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

    /** As libpurple opens a stream: without a version. */
    RawStranger open(String from, String to) throws IOException {
        return write("<?xml version='1.0' encoding='UTF-8' ?>\n<stream:stream xmlns='jabber:client'"
                + " xmlns:stream='http://etherx.jabber.org/streams' from='" + from + "' to='" + to + "'>");
    }

    StreamPiece piece() throws Exception {
        byte[] buffer = new byte[8192];
        for (Optional<StreamPiece> piece = feed.next(); ; piece = feed.next()) {
            if (piece.isPresent()) {
                return piece.get();
            }
            int count = socket.getInputStream().read(buffer);
            if (count < 0) {
                throw new EOFException();
            }
            feed.feed(Arrays.copyOf(buffer, count));
        }
    }

    /** The other's opening tag. */
    XmlElement header() throws Exception {
        return ((StreamPiece.Opened) piece()).root();
    }

    XmlElement next() throws Exception {
        return ((StreamPiece.Whole) piece()).element();
    }

    /** Asks, and what answers. */
    XmlElement ask(String type, String id, String child) throws Exception {
        write("<iq type='" + type + "' id='" + id + "'>" + child + "</iq>");
        XmlElement answer = next();
        while (!answer.attribute("id").equals(Optional.of(id))) {
            answer = next();
        }
        return answer;
    }

    /** Everything until the other closes; the stream error's condition, if there was one. */
    String end() throws Exception {
        String error = "";
        try {
            while (true) {
                if (piece() instanceof StreamPiece.Whole whole
                        && whole.element().local().equals("error")) {
                    error = whole.element().elements().get(0).local();
                }
            }
        } catch (IOException closed) {
            return error;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
