package im.kith.transport.linklocal;

import im.kith.core.xml.StreamPiece;
import im.kith.core.xml.XmlElement;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A stream with a neighbour, opened by either side (XEP-0174 §5 to §7).
 *
 * <table>
 * <caption>States</caption>
 * <tr><td>GREETING</td><td>the other's opening tag is awaited</td></tr>
 * <tr><td>NAMING</td><td>it has come from somebody whose announcement has not been heard yet</td></tr>
 * <tr><td>FEATURES</td><td>dialled, and the other speaks XMPP 1.0: its features are awaited</td></tr>
 * <tr><td>READY</td><td>stanzas pass both ways</td></tr>
 * <tr><td>ENDED</td><td>nothing passes any more</td></tr>
 * </table>
 *
 * <p>Without SASL and TLS, as other implementations are. Who the other is, is what the network says: his announcement has his
 * address. One thread.
 */
final class PeerStream {

    /** What a stream needs to know, and whom it tells. */
    interface Host {

        /** Who calls from the line's address under the name {@code from}, if he has been heard. */
        Optional<Neighbour> caller(Optional<String> from, Line line);

        /** What a caller is shown that speaks XMPP 1.0. */
        XmlElement features();

        /** A random id for a stream. */
        String streamId();

        /** Somebody unheard of calls: time to ask the network. */
        void unheard();

        void ready(PeerStream stream);

        /** A stanza came. */
        void received(PeerStream stream, XmlElement stanza);

        void ended(PeerStream stream);
    }

    private enum State {
        GREETING,
        NAMING,
        FEATURES,
        READY,
        ENDED
    }

    private static final Set<String> STANZAS = Set.of("message", "iq", "presence");

    private final Host host;
    private final Line line;
    private final boolean dialled;
    private final String account;
    private @Nullable Neighbour peer;
    private @Nullable XmlElement header;
    private State state = State.GREETING;
    private Runnable whenReady = () -> {};

    private PeerStream(Host host, Line line, String account, @Nullable Neighbour peer) {
        this.host = host;
        this.line = line;
        this.account = account;
        this.peer = peer;
        this.dialled = peer != null;
    }

    /** A stream that somebody opens on {@code line}. */
    static PeerStream incoming(Host host, Line line, String account) {
        return new PeerStream(host, line, account, null);
    }

    /** A stream that is opened to {@code peer} now. */
    static PeerStream dialled(Host host, Line line, String account, Neighbour peer) {
        PeerStream stream = new PeerStream(host, line, account, peer);
        line.open(header(peer, Optional.of("1.0"), Optional.empty()));
        return stream;
    }

    private static XmlElement header(Neighbour peer, Optional<String> version, Optional<String> id) {
        XmlElement.Builder header = XmlElement.builder(Names.STREAM, "stream")
                .attribute("from", peer.self())
                .attribute("to", peer.instance());
        version.ifPresent(value -> header.attribute("version", value));
        id.ifPresent(value -> header.attribute("id", value));
        return header.build();
    }

    /** The other, once it is known who he is. */
    Optional<Neighbour> peer() {
        return Optional.ofNullable(peer);
    }

    boolean isReady() {
        return state == State.READY;
    }

    boolean isEnded() {
        return state == State.ENDED;
    }

    boolean isDialled() {
        return dialled;
    }

    /** Takes a piece of the other's stream. */
    void take(StreamPiece piece) {
        if (state == State.ENDED) {
            return;
        }
        if (piece instanceof StreamPiece.Opened opened) {
            opened(opened);
        } else if (piece instanceof StreamPiece.Whole whole) {
            element(whole.element());
        } else if (piece instanceof StreamPiece.TooLarge) {
            fail("policy-violation", "a stanza larger than is taken of strangers");
        } else {
            end();
        }
    }

    private void opened(StreamPiece.Opened opened) {
        XmlElement root = opened.root();
        if (!root.is(Names.STREAM, "stream") || !opened.content().equals(Names.CLIENT)) {
            fail("invalid-namespace", "");
            return;
        }
        Neighbour known = peer;
        if (known == null) {
            header = root;
            state = State.NAMING;
            line.pause(true);
            reconsider();
            if (state == State.NAMING) {
                host.unheard();
            }
        } else if (root.attribute("from")
                .filter(from -> !from.equalsIgnoreCase(known.instance()))
                .isPresent()) {
            fail("invalid-from", "somebody else was dialled");
        } else if (root.attribute("version").isPresent()) {
            state = State.FEATURES;
        } else {
            ready();
        }
    }

    /** Looks again who the caller is, since more has been heard. */
    void reconsider() {
        XmlElement greeting = header;
        if (state != State.NAMING || greeting == null) {
            return;
        }
        Optional<Neighbour> caller = host.caller(greeting.attribute("from"), line);
        if (caller.isEmpty()) {
            return;
        }
        peer = caller.get();
        header = null;
        if (greeting.attribute("to").filter(to -> !isSelf(to)).isPresent()) {
            fail("host-unknown", "nobody of this name is here");
            return;
        }
        Optional<String> version = greeting.attribute("version").map(any -> "1.0");
        line.open(header(caller.get(), version, Optional.of(host.streamId())));
        if (version.isPresent()) {
            line.send(host.features());
        }
        line.pause(false);
        ready();
    }

    private boolean isSelf(String name) {
        Neighbour known = peer;
        return name.equalsIgnoreCase(account) || (known != null && name.equalsIgnoreCase(known.self()));
    }

    private void ready() {
        state = State.READY;
        whenReady.run();
        host.ready(this);
    }

    /** Runs {@code what} once the other has said who he is. */
    void onReady(Runnable what) {
        whenReady = what;
    }

    private void element(XmlElement element) {
        if (element.is(Names.STREAM, "error")) {
            end();
        } else if (state == State.FEATURES && element.is(Names.STREAM, "features")) {
            if (element.first(Names.TLS, "starttls")
                    .flatMap(tls -> tls.first(Names.TLS, "required"))
                    .isPresent()) {
                fail("unsupported-feature", "no TLS between strangers");
            } else {
                ready();
            }
        } else if (state != State.READY) {
            fail("policy-violation", "not yet");
        } else if (!element.namespace().equals(Names.CLIENT) || !STANZAS.contains(element.local())) {
            fail("unsupported-stanza-type", "");
        } else if (peer().isPresent()
                && element.attribute("from")
                        .filter(from -> !from.equalsIgnoreCase(peer().get().instance()))
                        .isPresent()) {
            fail("invalid-from", "'from' is another name than the stream's");
        } else {
            host.received(this, element);
        }
    }

    /** Whether {@code stanza}, which came on this stream, is for this device or its user. */
    boolean isForSelf(XmlElement stanza) {
        return stanza.attribute("to").map(this::isSelf).orElse(true);
    }

    /** Sends {@code stanza}, on a stream that is ready. */
    void send(XmlElement stanza) {
        if (state == State.READY) {
            line.send(stanza);
        }
    }

    /** No more is read until what is being done is done. */
    void pause(boolean now) {
        if (state != State.ENDED) {
            line.pause(now);
        }
    }

    /** Ends the stream with an error (RFC 6120 §4.9). */
    void fail(String condition, String text) {
        if (state == State.ENDED) {
            return;
        }
        if (!dialled && (state == State.GREETING || state == State.NAMING)) {
            // an error stands inside a stream (RFC 6120 §4.9.1.2)
            line.open(XmlElement.of(Names.STREAM, "stream"));
        }
        XmlElement.Builder error =
                XmlElement.builder(Names.STREAM, "error").child(XmlElement.of(Names.STREAM_ERRORS, condition));
        if (!text.isEmpty()) {
            error.child(
                    XmlElement.builder(Names.STREAM_ERRORS, "text").text(text).build());
        }
        line.send(error.build());
        end();
    }

    /** Closes this side, and with it the other. */
    void end() {
        if (state != State.ENDED) {
            state = State.ENDED;
            line.end();
            host.ended(this);
        }
    }

    /** The time for saying who he is is over. */
    void impatient() {
        if (state != State.READY) {
            fail(
                    state == State.NAMING ? "not-authorized" : "connection-timeout",
                    state == State.NAMING ? "nobody of this name announces himself at this address" : "");
        }
    }
}
