package im.kith.transport.xmpp;

import im.kith.core.xml.XmlElement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A stream with a bound resource: its stanzas, and stream management (XEP-0198). */
final class BoundStream {

    /** How long a session waits for its client to come back. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private final StreamContext context;
    private final Wire wire;
    private final Session session;

    BoundStream(StreamContext context, Wire wire, Session session) {
        this.context = context;
        this.wire = wire;
        this.session = session;
    }

    /** The resource is there from now on. */
    void begin() {
        Router router = context.router();
        router.presences().began(session, stanza -> context.executor().execute(() -> router.deliver(session, stanza)));
    }

    /** Takes an element of the client; the error if the stream is to end. */
    Optional<XmlElement> take(XmlElement element) {
        if (element.namespace().equals(Names.SM)) {
            return manage(element);
        }
        if (!Stanzas.isStanza(element)) {
            return Optional.of(StreamError.UNSUPPORTED_STANZA_TYPE.toXml(""));
        }
        if (element.attribute("from").filter(from -> !isOwn(from)).isPresent()) {
            return Optional.of(StreamError.INVALID_FROM.toXml(""));
        }
        session.acks().ifPresent(Acks::took);
        context.router().route(session, element);
        return Optional.empty();
    }

    /** RFC 6120 §8.1.2.1: the full JID of this resource or the account's bare JID. */
    private boolean isOwn(String from) {
        if (from.equals(session.jid()) || from.equals(context.account().jid())) {
            return true;
        }
        return Address.parse(from)
                .filter(parsed -> parsed.bare().equals(context.account().jid()))
                .filter(parsed -> parsed.resource()
                        .map(name -> context.account().full(name).equals(session.jid()))
                        .orElse(true))
                .isPresent();
    }

    void tooLarge(XmlElement head) {
        session.acks().ifPresent(Acks::took);
        context.router().tooLarge(session, head, XmppLimits.STANZA);
    }

    private Optional<XmlElement> manage(XmlElement element) {
        Optional<Acks> acks = session.acks();
        switch (element.local()) {
            case "enable" -> {
                if (acks.isPresent()) {
                    wire.send(failed(StreamManagementError.UNEXPECTED_REQUEST));
                } else {
                    enable(element);
                }
            }
            case "r" ->
                acks.ifPresent(counting -> wire.send(XmlElement.builder(Names.SM, "a")
                        .attribute("h", counting.taken())
                        .build()));
            case "a" -> {
                return acks.flatMap(counting -> confirm(counting, element));
            }
            case "resume" -> wire.send(failed(StreamManagementError.UNEXPECTED_REQUEST));
            default -> {
                return Optional.of(StreamError.UNSUPPORTED_STANZA_TYPE.toXml(""));
            }
        }
        return Optional.empty();
    }

    private void enable(XmlElement enable) {
        String wish = enable.attribute("resume").orElse("");
        boolean resume = wish.equals("true") || wish.equals("1");
        Acks acks = new Acks(resume ? Optional.of(context.randomText()) : Optional.empty());
        XmlElement.Builder enabled = XmlElement.builder(Names.SM, "enabled");
        acks.resumption()
                .ifPresent(id -> enabled.attribute("id", id)
                        .attribute("resume", "true")
                        .attribute("max", Long.toString(PATIENCE.toSeconds())));
        wire.send(enabled.build());
        session.acks(acks);
    }

    /** Takes the count in {@code element}; the error if it cannot be. */
    static Optional<XmlElement> confirm(Acks acks, XmlElement element) {
        String said = element.attribute("h").orElse("");
        Optional<Integer> count = count(said);
        if (count.isEmpty()) {
            return Optional.of(StreamError.POLICY_VIOLATION.toXml("'h' is a count of stanzas"));
        }
        return acks.confirm(count.get()) ? Optional.empty() : Optional.of(StreamError.countTooHigh(said, acks.sent()));
    }

    static XmlElement failed(StreamManagementError why) {
        return XmlElement.builder(Names.SM, "failed")
                .child(XmlElement.of(Names.STANZA_ERRORS, why.word()))
                .build();
    }

    /** A count of stanzas, an unsigned number of 32 bits. */
    private static Optional<Integer> count(String text) {
        try {
            return Optional.of(Integer.parseUnsignedInt(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * The connection is over.
     *
     * @param forGood the client does not want to come back, or may not
     */
    void over(boolean forGood) {
        if (session.wire().filter(on -> on == wire).isEmpty()) {
            return;
        }
        Presences presences = context.router().presences();
        int move = session.detach();
        if (forGood || !session.isResumable()) {
            presences.ended(session);
        } else {
            List<Session> waiting = context.resources().detached();
            if (waiting.size() > XmppLimits.AWAY) {
                presences.ended(waiting.get(0));
            }
            context.timer().later(PATIENCE, () -> {
                if (session.isDetachedSince(move)) {
                    presences.ended(session);
                }
            });
        }
    }
}
