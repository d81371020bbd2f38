package im.kith.transport.xmpp;

import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.core.xml.StreamPiece;
import im.kith.core.xml.XmlElement;
import im.kith.core.xml.XmlReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A client without a socket: says elements to its stream, and keeps what is written to it. */
final class Person implements Wire {

    private final House house;
    final ClientStream stream;
    /** What was written and not yet looked at. */
    final Deque<XmlElement> inbox = new ArrayDeque<>();

    final List<XmlElement> headers = new ArrayList<>();
    boolean secure;
    boolean restarted;
    boolean paused;
    boolean known;
    boolean ended;

    Person(House house) {
        this.house = house;
        this.stream = new ClientStream(house.context, this);
    }

    @Override
    public void open(XmlElement header) {
        headers.add(header);
    }

    @Override
    public int send(XmlElement element) {
        inbox.add(element);
        return element.toXml().length();
    }

    @Override
    public void tls() {
        secure = true;
    }

    @Override
    public void restart() {
        restarted = true;
    }

    @Override
    public void pause(boolean now) {
        paused = now;
    }

    @Override
    public void authenticated() {
        known = true;
    }

    @Override
    public void end() {
        ended = true;
    }

    /** Opens a stream to {@code domain}; the features. */
    XmlElement open(String domain) {
        stream.take(new StreamPiece.Opened(
                XmlElement.builder(Names.STREAM, "stream")
                        .attribute("to", domain)
                        .attribute("version", "1.0")
                        .build(),
                Names.CLIENT));
        return inbox.remove();
    }

    Person say(String xml) throws MalformedException {
        XmlElement wrapper = XmlReader.read("<w xmlns='jabber:client'>" + xml + "</w>");
        wrapper.elements().forEach(element -> stream.take(new StreamPiece.Whole(element)));
        return this;
    }

    /** The next thing that is written. */
    XmlElement hear() throws Exception {
        while (inbox.isEmpty()) {
            house.step();
        }
        return inbox.remove();
    }

    XmlElement hear(Predicate<XmlElement> like) throws Exception {
        while (true) {
            XmlElement next = hear();
            if (like.test(next)) {
                return next;
            }
        }
    }

    /** Everything that is written by the time that nothing is under way any more. */
    List<XmlElement> rest() throws Exception {
        house.settle();
        List<XmlElement> all = List.copyOf(inbox);
        inbox.clear();
        return all;
    }

    static String plain(String user, String password) {
        return "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>"
                + base64("\0" + user + "\0" + password) + "</auth>";
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(Bytes.utf8(text).toArray());
    }

    Person login(String token) throws Exception {
        open("capulet.example");
        say(plain("juliet", token));
        hear(element -> element.local().equals("success"));
        open("capulet.example");
        return this;
    }

    /** The full JID. */
    String bind(String resource) throws Exception {
        say("<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>" + resource
                + "</resource></bind></iq>");
        return hear().elements().get(0).elements().get(0).text();
    }

    /** Asks and gets the answer. */
    XmlElement ask(String type, String to, String child) throws Exception {
        String addressee = to.isEmpty() ? "" : " to='" + to + "'";
        say("<iq type='" + type + "' id='q'" + addressee + ">" + child + "</iq>");
        return hear(element -> element.local().equals("iq")
                && element.attribute("id").equals(Optional.of("q"))
                && !element.attribute("type").equals(Optional.of(type)));
    }

    /** The condition of a stanza error. */
    static String condition(XmlElement stanza) {
        return stanza.first(Names.CLIENT, "error")
                .map(error -> error.elements().get(0).local())
                .orElse("none");
    }

    /** The condition of the stream error that was written last. */
    String error() {
        XmlElement last = inbox.removeLast();
        return last.is(Names.STREAM, "error") ? last.elements().get(0).local() : "none: " + last;
    }
}
