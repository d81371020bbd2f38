package im.kith.core.openpgp;

import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What devices tell each other of shared secrets (XEP-0473 §5.2, §5.3): one element of a signcrypted payload.
 *
 * <p>{@link #jid()} is the bare JID of the pubsub service, for kith the account's.
 */
public sealed interface SecretNotice {

    /** The namespace of XEP-0473. */
    String NAMESPACE = "urn:xmpp:openpgp:pubsub:0";

    String jid();

    /** A secret handed over: {@code <shared-secret/>}. */
    record Share(String jid, SharedSecret secret) implements SecretNotice {}

    /** A secret that must not be used for writing any more: {@code <revoke/>}. */
    record Revoke(String jid, String node, String id, List<String> reasons) implements SecretNotice {

        /** Reasons kept of one notice. */
        public static final int MAX_REASONS = 16;

        public Revoke {
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * The element as XML, ASCII.
     *
     * @throws MalformedException if a name holds a character that XML cannot
     */
    default String toXml() throws MalformedException {
        return SafeXml.write(out -> {
                    if (this instanceof Share share) {
                        SharedSecret secret = share.secret();
                        out.writeStartElement("", "shared-secret", NAMESPACE);
                        out.writeAttribute("jid", jid());
                        out.writeAttribute("node", secret.node());
                        out.writeAttribute("id", secret.id());
                        out.writeAttribute("timestamp", secret.timestamp().toString());
                        if (secret.type().isPresent()) {
                            out.writeAttribute("type", secret.type().get());
                        }
                        if (secret.isRevoked()) {
                            out.writeAttribute("revoked", "true");
                        }
                        out.writeCharacters(secret.secret());
                    } else if (this instanceof Revoke revoke) {
                        out.writeStartElement("", "revoke", NAMESPACE);
                        out.writeAttribute("jid", jid());
                        out.writeAttribute("node", revoke.node());
                        out.writeAttribute("id", revoke.id());
                        for (String reason : revoke.reasons()) {
                            out.writeStartElement("", "reason", NAMESPACE);
                            out.writeCharacters(reason);
                            out.writeEndElement();
                        }
                    }
                    out.writeEndElement();
                })
                .toUtf8();
    }

    /**
     * The notice that {@code xml}, one element, is; empty if the element is another.
     *
     * @throws MalformedException if it is one of these, but lacks what it must have
     */
    static Optional<SecretNotice> read(String xml) throws MalformedException {
        return SafeXml.read(Bytes.utf8(xml), in -> {
            if (SafeXml.is(in, NAMESPACE, "shared-secret")) {
                return Optional.of(share(in));
            }
            return SafeXml.is(in, NAMESPACE, "revoke") ? Optional.of(revoke(in)) : Optional.empty();
        });
    }

    private static Share share(XMLStreamReader in) throws XMLStreamException, MalformedException {
        String jid = SafeXml.required(in, "jid");
        String node = SafeXml.required(in, "node");
        String id = SafeXml.required(in, "id");
        String timestamp = SafeXml.required(in, "timestamp");
        String type = in.getAttributeValue(null, "type");
        String revoked = in.getAttributeValue(null, "revoked");
        boolean isRevoked = "true".equals(revoked) || "1".equals(revoked);
        String text = SafeXml.text(in);
        try {
            String kept = type == null || type.isEmpty() ? null : type;
            return new Share(
                    jid,
                    new SharedSecret(node, id, OffsetDateTime.parse(timestamp).toInstant(), text, kept, isRevoked));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new MalformedException("shared-secret with a bad attribute or secret", e);
        }
    }

    private static Revoke revoke(XMLStreamReader in) throws XMLStreamException, MalformedException {
        String jid = SafeXml.required(in, "jid");
        String node = SafeXml.required(in, "node");
        String id = SafeXml.required(in, "id");
        List<String> reasons = new ArrayList<>();
        while (SafeXml.nextChild(in)) {
            boolean isReason = SafeXml.is(in, NAMESPACE, "reason");
            String text = SafeXml.text(in);
            if (isReason && reasons.size() < Revoke.MAX_REASONS) {
                reasons.add(text);
            }
        }
        return new Revoke(jid, node, id, reasons);
    }
}
