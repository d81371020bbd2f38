package im.kith.transport.xmpp;

import im.kith.core.xml.XmlElement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The bound resources of the account on this device. */
final class Resources {

    private final Map<String, Session> byJid = new LinkedHashMap<>();

    void add(Session session) {
        byJid.put(session.jid(), session);
    }

    /** False if it was not there (any more). */
    boolean remove(Session session) {
        return byJid.remove(session.jid(), session);
    }

    Optional<Session> of(String fullJid) {
        return Optional.ofNullable(byJid.get(fullJid));
    }

    List<Session> all() {
        return List.copyOf(byJid.values());
    }

    List<Session> available() {
        return byJid.values().stream()
                .filter(session -> session.presence().isPresent())
                .toList();
    }

    /** The available resources with the highest priority that is not negative (RFC 6121 §8.5.2.1.1). */
    List<Session> foremost() {
        int highest = byJid.values().stream()
                .filter(Session::takesMessages)
                .mapToInt(Session::priority)
                .max()
                .orElse(0);
        return byJid.values().stream()
                .filter(session -> session.takesMessages() && session.priority() == highest)
                .toList();
    }

    /** Those without a connection, the one that was bound first before the others. */
    List<Session> detached() {
        return byJid.values().stream()
                .filter(session -> session.wire().isEmpty())
                .toList();
    }

    Optional<Session> resumable(String id) {
        return byJid.values().stream()
                .filter(session -> session.acks().flatMap(Acks::resumption).equals(Optional.of(id)))
                .findFirst();
    }

    static XmlElement to(Session session, XmlElement stanza) {
        return Stanzas.with(stanza, "to", session.jid());
    }
}
