package im.kith.transport.xmpp;

import im.kith.core.device.Token;
import im.kith.core.pep.Asker;
import im.kith.core.xml.XmlElement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A bound resource: on a connection, or between two of them (XEP-0198). */
final class Session {

    /** Requests that may wait for the device before nothing more is read. */
    static final int MOST_WAITING = 32;

    private final String jid;
    private final Token token;
    private final Asker asker;
    private @Nullable Wire wire;
    private @Nullable Acks acks;
    private Optional<XmlElement> presence = Optional.empty();
    private int waiting;
    private int moves;
    private volatile Set<String> shownRooms = Set.of();

    Session(String jid, Token token, Wire wire) {
        this.jid = jid;
        this.token = token;
        this.asker = new Asker(jid, true, token.clear(), token.certificate());
        this.wire = wire;
    }

    String jid() {
        return jid;
    }

    Token token() {
        return token;
    }

    Asker asker() {
        return asker;
    }

    /** Its last presence, if it is available. */
    Optional<XmlElement> presence() {
        return presence;
    }

    void presence(Optional<XmlElement> now) {
        presence = now;
    }

    /** RFC 6121 §4.7.2.3; what cannot be read counts as 0. */
    int priority() {
        String text = presence.flatMap(each -> each.first(Names.CLIENT, "priority"))
                .map(each -> each.text().strip())
                .orElse("0");
        try {
            return Byte.parseByte(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Whether messages to the bare JID are for it. */
    boolean takesMessages() {
        return presence.isPresent() && priority() >= 0;
    }

    /** Sends {@code stanza}, or keeps it for the next connection; false if the session has to end. */
    boolean send(XmlElement stanza) {
        Wire to = wire;
        int octets = to == null ? stanza.toXml().length() : to.send(stanza);
        Acks counting = acks;
        if (counting == null) {
            return true;
        }
        counting.sent(stanza, octets);
        if (to != null && counting.asks()) {
            to.send(XmlElement.of(Names.SM, "r"));
        }
        return !counting.isFull();
    }

    /** The counters, once the client has asked for them. */
    Optional<Acks> acks() {
        return Optional.ofNullable(acks);
    }

    void acks(Acks counting) {
        acks = counting;
    }

    Optional<Wire> wire() {
        return Optional.ofNullable(wire);
    }

    /** Whether it outlives the connection. */
    boolean isResumable() {
        return acks().flatMap(Acks::resumption).isPresent();
    }

    /** The connection is lost; a number by which to see later whether it has come back. */
    int detach() {
        wire = null;
        return ++moves;
    }

    boolean isDetachedSince(int move) {
        return wire == null && moves == move;
    }

    /** Goes on with another connection; what was not confirmed is sent anew. */
    void resume(Wire on) {
        wire = on;
        moves++;
        Acks counting = acks;
        if (counting == null) {
            return;
        }
        counting.moved();
        List<XmlElement> again = counting.unconfirmed();
        again.forEach(on::send);
        if (counting.asks()) {
            on.send(XmlElement.of(Names.SM, "r"));
        }
        if (waiting >= MOST_WAITING) {
            on.pause(true);
        }
    }

    /** A request of it waits for the device. */
    void begin() {
        if (++waiting == MOST_WAITING) {
            wire().ifPresent(each -> each.pause(true));
        }
    }

    void end() {
        if (waiting-- == MOST_WAITING) {
            wire().ifPresent(each -> each.pause(false));
        }
    }

    /** The rooms that the client was last shown in its private storage. On the device's thread. */
    Set<String> shownRooms() {
        return shownRooms;
    }

    void shownRooms(Set<String> rooms) {
        shownRooms = Set.copyOf(rooms);
    }
}
