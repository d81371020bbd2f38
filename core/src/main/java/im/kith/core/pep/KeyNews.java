package im.kith.core.pep;

import im.kith.core.octets.Bytes;
import im.kith.core.pep.PepError.Condition;
import im.kith.core.pubsub.AccountKeys;
import im.kith.core.pubsub.AccountKeys.Certificate;
import im.kith.core.pubsub.PubsubItem;
import im.kith.core.replica.StoreException;
import im.kith.core.xml.XmlElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells resources of certificates and shared secrets: the secrets of the contacts nodes to those whose certificate the user approved, when
 * they come on line and whenever there are others (XEP-0473 §5.2, §5.3), and the list of certificates to those who listen to its node.
 */
final class KeyNews {

    private final String account;
    private final Sessions sessions;
    private final EventMessages messages;
    private @Nullable List<Certificate> told;

    KeyNews(String account, Sessions sessions, EventMessages messages) {
        this.account = account;
        this.sessions = sessions;
        this.messages = messages;
    }

    /** What {@code session} is to be told of secrets; all if it has just come. */
    List<XmlElement> secrets(Session session, boolean came, AccountKeys keys) throws StoreException {
        Optional<Bytes> certificate = session.asker().certificate();
        if (certificate.isEmpty() || !session.asker().owner() || !session.isAvailable()) {
            return List.of();
        }
        List<XmlElement> all = new ArrayList<>();
        Map<String, Boolean> known = came ? Map.of() : session.secrets();
        if (came || !keys.secrets().equals(known)) {
            for (Bytes message : keys.tell(certificate.get(), known)) {
                all.add(OpenPgpXml.message(account, session.asker().jid(), message));
            }
            session.secrets(keys.secrets());
        }
        return all;
    }

    /** What to tell everybody after the account's devices or secrets changed. */
    List<XmlElement> changed(Nodes nodes) throws StoreException {
        AccountKeys keys = nodes.pubsub().keys();
        List<XmlElement> all = new ArrayList<>();
        for (Session session : sessions.all()) {
            all.addAll(secrets(session, false, keys));
        }
        List<Certificate> members = keys.members();
        List<Certificate> before = told;
        told = members;
        if (before != null && !before.equals(members)) {
            all.addAll(list(nodes));
        }
        return all;
    }

    private List<XmlElement> list(Nodes nodes) throws StoreException {
        List<XmlElement> all = new ArrayList<>();
        String node = OpenPgpXml.LIST_NODE;
        PubsubItem list = nodes.pubsub().items(node).get(0);
        var config = nodes.configuration(node);
        boolean payloads = ConfigField.isTrue(config, ConfigField.DELIVER_PAYLOADS);
        for (Session session : sessions.listeningTo(node)) {
            Optional<XmlElement> payload = Optional.of(list.payload()).filter(p -> payloads);
            all.add(messages.published(session.asker(), config, node, list.id(), payload));
        }
        return all;
    }

    /** Remembers whose certificates there are, so that the first change is told too. */
    void begin(AccountKeys keys) {
        if (told == null) {
            told = keys.members();
        }
    }

    /** Takes what {@code asker} says to the account in an OpenPGP message, if it is about secrets; an error if that cannot be taken. */
    List<XmlElement> heard(XmlElement message, Asker asker, AccountKeys keys) throws StoreException {
        Optional<Bytes> openpgp = asker.owner() ? OpenPgpXml.message(message) : Optional.empty();
        if (openpgp.isEmpty() || asker.certificate().isEmpty()) {
            return List.of();
        }
        return keys.take(openpgp.get(), asker.certificate().get()) == AccountKeys.Taken.REFUSED
                ? List.of(refusal(message, asker))
                : List.of();
    }

    private XmlElement refusal(XmlElement message, Asker asker) {
        XmlElement.Builder reply = XmlElement.builder(Names.CLIENT, "message")
                .attribute("type", "error")
                .attribute("from", account)
                .attribute("to", asker.jid());
        message.attribute("id").ifPresent(id -> reply.attribute("id", id));
        return reply.child(PepError.of(
                                Condition.NOT_ACCEPTABLE,
                                "a secret that cannot be taken: its id is another's, or there are too many")
                        .toXml())
                .build();
    }
}
