package im.kith.core.pep;

import im.kith.core.contacts.ContactsXml;
import im.kith.core.octets.Bytes;
import im.kith.core.openpgp.DecryptionException;
import im.kith.core.pep.PepError.Condition;
import im.kith.core.pubsub.Encrypted;
import im.kith.core.pubsub.Pubsub;
import im.kith.core.pubsub.PubsubItem;
import im.kith.core.replica.StoreException;
import im.kith.core.xml.XmlElement;
import java.util.Base64;
import java.util.Optional;

/**
 * How the payloads of the contacts nodes look to whom: encrypted (XEP-0473), as on a server, or deciphered for software on this
 * machine that has the clear switch.
 */
final class ContactsView {

    private static final String OPENPGP_PUBSUB = "urn:xmpp:openpgp:pubsub:0";

    private ContactsView() {}

    /** What {@code asker} is shown of {@code item}; empty if it is none of its business, as a reserved item in the clear. */
    static Optional<XmlElement> payload(PubsubItem item, Asker asker, Pubsub pubsub) throws StoreException {
        if (!ContactsXml.isContactsNode(item.node())) {
            return Optional.of(item.payload());
        }
        if (asker.clear()) {
            return item.payload().is(ContactsXml.NS, "reserved")
                    ? Optional.empty()
                    : Optional.of(ContactsXml.withoutEdits(item.payload()));
        }
        Encrypted encrypted = pubsub.encrypted(item);
        return Optional.of(XmlElement.builder(OPENPGP_PUBSUB, "encrypted")
                .attribute("key", encrypted.keyId())
                .text(Base64.getEncoder().encodeToString(encrypted.message().toArray()))
                .build());
    }

    /**
     * What is stored of {@code published}, which {@code asker} publishes on {@code node}.
     *
     * @throws PepError if it is not what the node takes from this asker
     */
    static XmlElement stored(String node, XmlElement published, Asker asker, Pubsub pubsub) throws PepError {
        if (!ContactsXml.isContactsNode(node)) {
            return published;
        }
        if (!published.is(OPENPGP_PUBSUB, "encrypted")) {
            if (!asker.clear()) {
                throw PepError.of(
                        Condition.NOT_ACCEPTABLE, "invalid-payload", "this node takes encrypted items (XEP-0473)");
            }
            return published;
        }
        try {
            Bytes message = Bytes.wrap(Base64.getMimeDecoder().decode(published.text()));
            return pubsub.decrypted(
                    node, new Encrypted(published.attribute("key").orElse(""), message));
        } catch (IllegalArgumentException e) {
            throw PepError.of(Condition.BAD_REQUEST, "invalid-payload", "what is encrypted is no base64");
        } catch (DecryptionException e) {
            throw PepError.of(Condition.NOT_ACCEPTABLE, "invalid-payload", String.valueOf(e.getMessage()));
        }
    }
}
