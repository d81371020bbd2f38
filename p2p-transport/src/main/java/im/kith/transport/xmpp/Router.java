package im.kith.transport.xmpp;

import im.kith.core.pep.PepService;
import im.kith.core.xml.XmlElement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Where a stanza of a resource goes (RFC 6121 §8): to the account's services, to other resources of the account, or to others. One thread.
 *
 * <p>Every request is answered once; what cannot be delivered comes back as an error, as far as errors are allowed.
 */
final class Router {

    private static final Set<String> IQ_TYPES = Set.of("get", "set", "result", "error");

    private final Account account;
    private final Resources resources;
    private final Presences presences;
    private final PepDesk desk;
    private final AccountService service;
    private final DomainService domain;
    private Others others = Others.NONE;

    Router(Account account, Resources resources, PepDesk desk, Executor executor) {
        this.account = account;
        this.resources = resources;
        this.desk = desk;
        this.presences = new Presences(resources, desk, this);
        this.service = new AccountService(account, desk, executor);
        this.domain = new DomainService(account);
    }

    Presences presences() {
        return presences;
    }

    void others(Others now) {
        others = now;
    }

    Others others() {
        return others;
    }

    /** Hands {@code stanza} to {@code session}; a client that does not take what it gets is put out. */
    void deliver(Session session, XmlElement stanza) {
        if (!session.send(stanza)) {
            Optional<Wire> wire = session.wire();
            presences.ended(session);
            wire.ifPresent(each -> {
                each.send(StreamError.POLICY_VIOLATION.toXml("too many stanzas are not confirmed"));
                each.end();
            });
        }
    }

    private void refuse(Session session, XmlElement stanza, StanzaError error, String text) {
        if (StanzaError.mayAnswer(stanza)) {
            deliver(session, error.answer(stanza, account.jid(), text));
        }
    }

    /** A stanza of {@code session} was larger than is taken; {@code head} is what is known of it. */
    void tooLarge(Session session, XmlElement head, int most) {
        XmlElement stanza = Stanzas.with(head, "from", session.jid());
        refuse(session, stanza, StanzaError.POLICY_VIOLATION, "more than " + most + " octets");
    }

    /** Takes {@code given} of {@code session}, whose {@code from}, if any, was checked. */
    void route(Session session, XmlElement given) {
        XmlElement stanza = Stanzas.with(given, "from", session.jid());
        Optional<String> to = stanza.attribute("to");
        Address address = new Address(account.jid(), Optional.empty());
        if (to.isPresent() && !account.jid().equals(to.get())) {
            Optional<Address> parsed = Address.parse(to.get());
            if (parsed.isEmpty()) {
                refuse(session, stanza, StanzaError.JID_MALFORMED, "'to' is not a JID");
                return;
            }
            address = parsed.get();
        }
        switch (stanza.local()) {
            case "iq" -> iq(session, stanza, address);
            case "message" -> message(session, stanza, address);
            default -> presence(session, stanza, address);
        }
    }

    private void iq(Session session, XmlElement iq, Address to) {
        String type = Stanzas.type(iq);
        boolean request = type.equals("get") || type.equals("set");
        if (!IQ_TYPES.contains(type)
                || iq.attribute("id").isEmpty()
                || (request && iq.elements().size() != 1)) {
            refuse(session, iq, StanzaError.BAD_REQUEST, "an IQ has an id, a type, and one child if it is get or set");
        } else if (!to.bare().equals(account.jid())) {
            if (to.resource().isEmpty() && account.isDomain(to.bare())) {
                if (request) {
                    deliver(session, domain.answer(iq));
                }
            } else {
                toOthers(session, iq);
            }
        } else if (to.resource().isPresent()) {
            Optional<Session> addressee =
                    resources.of(account.full(to.resource().get()));
            if (addressee.isPresent()) {
                deliver(addressee.get(), iq);
            } else {
                refuse(session, iq, StanzaError.SERVICE_UNAVAILABLE, "no such resource on this device");
            }
        } else if (request) {
            service.answer(session, iq).ifPresent(answer -> deliver(session, answer));
        } else if (PepService.isFor(iq)) {
            desk.answered(iq, session.asker());
        }
    }

    private void toOthers(Session session, XmlElement stanza) {
        if (!others.take(stanza)) {
            refuse(session, stanza, StanzaError.SERVICE_UNAVAILABLE, "nobody of this address is in reach");
        }
    }

    private void message(Session session, XmlElement message, Address to) {
        if (!to.bare().equals(account.jid())) {
            toOthers(session, message);
            return;
        }
        // such a message may hand over secrets to the account itself (XEP-0473 §5.2)
        boolean forAccount = to.resource().isEmpty()
                && message.first(Names.OPENPGP, "openpgp").isPresent();
        if (forAccount) {
            desk.message(message, session.asker());
        }
        if (!toSelf(message, to) && !forAccount) {
            refuse(session, message, StanzaError.SERVICE_UNAVAILABLE, "no resource takes it");
        }
    }

    /** RFC 6121 §8.5.2 and §8.5.3; false if nobody takes it. */
    private boolean toSelf(XmlElement message, Address to) {
        String type = Stanzas.type(message);
        Optional<Session> exact = to.resource().flatMap(name -> resources.of(account.full(name)));
        if (exact.isPresent()) {
            deliver(exact.get(), message);
            return true;
        }
        boolean bare = to.resource().isEmpty();
        List<Session> takers = switch (type) {
            case "groupchat", "error" -> List.of();
            case "headline" -> bare ? takers() : List.of();
            default -> resources.foremost();
        };
        takers.forEach(taker -> deliver(taker, message));
        return !takers.isEmpty() || type.equals("headline");
    }

    private List<Session> takers() {
        return resources.available().stream().filter(Session::takesMessages).toList();
    }

    private void presence(Session session, XmlElement presence, Address to) {
        if (presence.attribute("to").isEmpty()) {
            presences.broadcast(session, presence);
        } else if (!to.bare().equals(account.jid())) {
            var unused = others.take(presence);
        } else if (to.resource().isPresent()) {
            resources.of(account.full(to.resource().get())).ifPresent(addressee -> deliver(addressee, presence));
        }
    }

    /**
     * Takes what came from elsewhere for the account.
     *
     * @return whether a resource took it
     */
    boolean incoming(XmlElement stanza) {
        Optional<Address> to = stanza.attribute("to").flatMap(Address::parse);
        if (to.isEmpty() || !to.get().bare().equals(account.jid())) {
            return false;
        }
        Optional<Session> exact = to.get().resource().flatMap(name -> resources.of(account.full(name)));
        switch (stanza.local()) {
            case "message" -> {
                return toSelf(stanza, to.get());
            }
            case "presence" -> {
                List<Session> takers =
                        to.get().resource().isPresent() ? exact.stream().toList() : resources.available();
                takers.forEach(taker -> deliver(taker, stanza));
                return !takers.isEmpty();
            }
            default -> {
                exact.ifPresent(taker -> deliver(taker, stanza));
                return exact.isPresent();
            }
        }
    }
}
