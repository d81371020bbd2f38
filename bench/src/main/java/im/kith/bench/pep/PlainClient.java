package im.kith.bench.pep;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** As little of an XMPP client as there can be, so that it is the server that takes the time. */
final class PlainClient implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 300;

    private final Login login;
    private final String resource;
    private final Socket socket;
    private final OutputStream out;
    private final BlockingQueue<Stanza> answers = new LinkedBlockingQueue<>();
    private final BlockingQueue<Stanza> events = new LinkedBlockingQueue<>();

    /** Connects, logs in and binds the resource. */
    PlainClient(Login login, String resource) throws IOException {
        this.login = login;
        this.resource = resource;
        this.socket = new Socket(InetAddress.getLoopbackAddress(), login.port());
        socket.setTcpNoDelay(true);
        this.out = socket.getOutputStream();
        Thread reader = new Thread(this::read, "reader of " + resource);
        reader.setDaemon(true);
        reader.start();
        open();
        if (login.register()) {
            send(iq(
                    "register",
                    "set",
                    "<query xmlns='jabber:iq:register'><username>" + login.user() + "</username><password>"
                            + login.password() + "</password></query>"));
            answer(); // an error is that the account is there
        }
        String plain = "\0" + login.user() + "\0" + login.password();
        send("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>"
                + Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8)) + "</auth>");
        Stanza success = answer();
        if (!success.name().equals("success")) {
            throw new IOException("not logged in as " + login + ": " + success);
        }
        open();
        ask(
                "bind",
                "set",
                "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>" + resource + "</resource></bind>");
    }

    private void open() throws IOException {
        send(
                "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0' to='"
                        + login.domain() + "'>");
        answer();
    }

    void send(String xml) throws IOException {
        out.write(xml.getBytes(StandardCharsets.UTF_8));
    }

    /** The next of what is not an event. */
    Stanza answer() throws IOException {
        return next(answers, "answer");
    }

    Stanza event() throws IOException {
        return next(events, "event");
    }

    private Stanza next(BlockingQueue<Stanza> queue, String what) throws IOException {
        try {
            Stanza stanza = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (stanza == null) {
                throw new IOException("no " + what + " for " + resource);
            }
            return stanza;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Sends a request and awaits its answer. */
    Stanza ask(String id, String type, String payload) throws IOException {
        send(iq(id, type, payload));
        return checked(answer());
    }

    static String iq(String id, String type, String payload) {
        return "<iq id='" + id + "' type='" + type + "'>" + payload + "</iq>";
    }

    static Stanza checked(Stanza answer) throws IOException {
        if (!answer.name().equals("iq") || !answer.type().equals("result")) {
            throw new IOException("refused: " + answer);
        }
        return answer;
    }

    private void read() {
        try {
            boolean again = true;
            while (again) {
                again = readStream();
            }
        } catch (IOException | XMLStreamException e) {
            answers.add(new Stanza(String.valueOf(e), "", "", 0, ""));
        }
    }

    /** Reads a stream to its end; whether another follows on this connection. */
    private boolean readStream() throws IOException, XMLStreamException {
        XMLStreamReader xml = new InputFactoryImpl().createXMLStreamReader(socket.getInputStream());
        int depth = 0;
        int items = 0;
        String lastItem = "";
        String name = "";
        String type = "";
        String id = "";
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                depth++;
                if (depth == 2) {
                    name = xml.getLocalName();
                    type = attribute(xml, "type");
                    id = attribute(xml, "id");
                    items = 0;
                } else if (xml.getLocalName().equals("item")) {
                    items++;
                    lastItem = attribute(xml, "id");
                }
            } else if (event == XMLStreamConstants.END_ELEMENT && --depth == 1) {
                take(new Stanza(name, type, id, items, items == 0 ? "" : lastItem));
                if (name.equals("success")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String attribute(XMLStreamReader xml, String name) {
        String value = xml.getAttributeValue(null, name);
        return value == null ? "" : value;
    }

    private void take(Stanza stanza) throws IOException {
        if (stanza.name().equals("message")) {
            events.add(stanza);
        } else if (stanza.name().equals("iq") && stanza.type().equals("get")) {
            // nobody but the server asks, and only for what the caps stand for
            send("<iq id='" + stanza.id() + "' type='result' to='" + login.jid() + "'>" + Caps.FEATURES + "</iq>");
        } else if (!stanza.name().equals("presence")) {
            answers.add(stanza);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
