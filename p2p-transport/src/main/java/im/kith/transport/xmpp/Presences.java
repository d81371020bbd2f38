package im.kith.transport.xmpp;

import im.kith.core.xml.XmlElement;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Who of the account's resources is there, told to each other and to PEP (RFC 6121 §4). */
final class Presences {

    private final Resources resources;
    private final PepDesk desk;
    private final Router router;

    Presences(Resources resources, PepDesk desk, Router router) {
        this.resources = resources;
        this.desk = desk;
        this.router = router;
    }

    /** A presence of {@code session} for everybody. */
    void broadcast(Session session, XmlElement presence) {
        switch (Stanzas.type(presence)) {
            case "" -> available(session, presence);
            case "unavailable" -> unavailable(session, presence);
            // subscriptions and probes have somebody to go to; errors answer nothing of ours
            default -> {}
        }
    }

    private void available(Session session, XmlElement presence) {
        boolean came = session.presence().isEmpty();
        session.presence(Optional.of(presence));
        for (Session each : resources.available()) {
            router.deliver(each, Resources.to(each, presence));
        }
        if (came) {
            for (Session each : resources.available()) {
                if (each != session) {
                    each.presence().ifPresent(other -> router.deliver(session, Resources.to(session, other)));
                }
            }
            for (XmlElement other : router.others().presences()) {
                router.deliver(session, Resources.to(session, other));
            }
        }
        desk.presence(presence, session.asker());
    }

    private void unavailable(Session session, XmlElement presence) {
        if (session.presence().isEmpty()) {
            return;
        }
        session.presence(Optional.empty());
        resources.available().forEach(each -> router.deliver(each, Resources.to(each, presence)));
        desk.presence(presence, session.asker());
    }

    /** {@code session} is bound; what PEP has for it goes to {@code outlet}. */
    void began(Session session, Consumer<XmlElement> outlet) {
        resources.add(session);
        desk.opened(session.asker(), outlet);
    }

    /** {@code session} is over: the others hear of it, and messages that it has not confirmed go to them (XEP-0198 §5). */
    void ended(Session session) {
        if (!resources.remove(session)) {
            return;
        }
        List<XmlElement> lost = session.acks().map(Acks::unconfirmed).orElse(List.of());
        unavailable(
                session,
                XmlElement.builder(Names.CLIENT, "presence")
                        .attribute("from", session.jid())
                        .attribute("type", "unavailable")
                        .build());
        desk.closed(session.asker());
        lost.stream().filter(Presences::isWorthRedelivery).forEach(router::incoming);
    }

    private static boolean isWorthRedelivery(XmlElement stanza) {
        String type = Stanzas.type(stanza);
        return stanza.local().equals("message")
                && (type.isEmpty() || type.equals("chat") || type.equals("normal"))
                && stanza.first(Names.PUBSUB_EVENT, "event").isEmpty();
    }
}
