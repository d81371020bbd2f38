package im.kith.transport.xmpp;

import im.kith.core.pep.PepService;
import im.kith.core.xml.XmlElement;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Requests to the account itself: PEP, and what clients of servers ask for when they log in. */
final class AccountService {

    private final Account account;
    private final PepDesk desk;
    private final Executor executor;

    AccountService(Account account, PepDesk desk, Executor executor) {
        this.account = account;
        this.desk = desk;
        this.executor = executor;
    }

    /** The answer to {@code iq}, of type get or set with one child; empty if it comes later. */
    Optional<XmlElement> answer(Session session, XmlElement iq) {
        XmlElement child = iq.elements().get(0);
        boolean set = Stanzas.type(iq).equals("set");
        if (PepService.isFor(iq)) {
            return later(session, desk.handle(iq, session.asker()));
        }
        if (child.is(Names.VCARD, "vCard") && !set) {
            return later(
                    session, desk.answer(iq, session.asker(), owned -> AvatarCard.answer(iq, account, owned.pubsub())));
        }
        if (child.is(Names.PRIVATE, "query")) {
            return later(
                    session,
                    desk.answer(
                            iq, session.asker(), owned -> PrivateStorage.answer(iq, account, session, owned.pubsub())));
        }
        return Optional.of(
                switch (child.namespace()) {
                    case Names.PING -> result(iq, Optional.empty());
                    case Names.ROSTER -> roster(iq, set);
                    case Names.CARBONS, Names.SESSION -> set ? result(iq, Optional.empty()) : unavailable(iq);
                    case Names.BIND -> StanzaError.NOT_ALLOWED.answer(iq, account.jid(), "a resource is bound already");
                    default -> unavailable(iq);
                });
    }

    private Optional<XmlElement> later(Session session, CompletableFuture<Void> answered) {
        session.begin();
        var unused = answered.whenCompleteAsync((done, failure) -> session.end(), executor);
        return Optional.empty();
    }

    private XmlElement result(XmlElement iq, Optional<XmlElement> child) {
        return Stanzas.result(iq, account.jid(), child);
    }

    private XmlElement unavailable(XmlElement iq) {
        return StanzaError.SERVICE_UNAVAILABLE.answer(iq, account.jid(), "");
    }

    /** The roster is empty: contacts are items of urn:xmpp:contacts (XEP-0510), and nobody's presence can be subscribed to. */
    private XmlElement roster(XmlElement iq, boolean set) {
        return set
                ? StanzaError.FEATURE_NOT_IMPLEMENTED.answer(
                        iq, account.jid(), "there is no roster: contacts are published on urn:xmpp:contacts")
                : result(iq, Optional.of(XmlElement.of(Names.ROSTER, "query")));
    }
}
