package im.kith.core.pep;

import im.kith.core.octets.Bytes;
import im.kith.core.pubsub.AccountKeys.Certificate;
import im.kith.core.xml.XmlElement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The elements of XEP-0373. */
final class OpenPgpXml {

    static final String NAMESPACE = "urn:xmpp:openpgp:0";

    /** The metadata node, which lists fingerprints (§4.2). */
    static final String LIST_NODE = NAMESPACE + ":public-keys";

    /** What the names of data nodes start with; a fingerprint follows (§4.1). */
    static final String KEY_NODES = LIST_NODE + ":";

    private static final String ENTRY = "pubkey-metadata";
    private static final String FINGERPRINT = "v4-fingerprint";

    private OpenPgpXml() {}

    /** A public key as the item of its data node. */
    static XmlElement key(Bytes certificate) {
        return XmlElement.builder(NAMESPACE, "pubkey")
                .child(XmlElement.builder(NAMESPACE, "data")
                        .text(Base64.getEncoder().encodeToString(certificate.toArray()))
                        .build())
                .build();
    }

    /** The fingerprints that {@code published} lists and then those of {@code members}, each once, as the item of the metadata node. */
    static XmlElement list(List<XmlElement> published, List<Certificate> members) {
        Map<String, XmlElement> entries = new LinkedHashMap<>();
        for (XmlElement entry : published) {
            entry.attribute(FINGERPRINT).ifPresent(fingerprint -> entries.putIfAbsent(fingerprint, entry));
        }
        for (Certificate member : members) {
            entries.put(
                    member.fingerprint(),
                    XmlElement.builder(NAMESPACE, ENTRY)
                            .attribute(FINGERPRINT, member.fingerprint())
                            .attribute("date", time(member.since()))
                            .build());
        }
        return XmlElement.builder(NAMESPACE, "public-keys-list")
                .children(List.copyOf(entries.values()))
                .build();
    }

    /** The entries of a published list. */
    static List<XmlElement> entries(XmlElement list) {
        return list.elements(NAMESPACE, ENTRY);
    }

    static Optional<String> fingerprint(XmlElement entry) {
        return entry.attribute(FINGERPRINT);
    }

    /** An instant as XEP-0082 writes it. */
    static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** {@code message}, a binary OpenPGP message, on its way from {@code account} to one of its resources (§3.1). */
    static XmlElement message(String account, String to, Bytes message) {
        return XmlElement.builder(Names.CLIENT, "message")
                .attribute("from", account)
                .attribute("to", to)
                .attribute("type", "normal")
                .child(XmlElement.builder(NAMESPACE, "openpgp")
                        .text(Base64.getEncoder().encodeToString(message.toArray()))
                        .build())
                .build();
    }

    /** The OpenPGP message in {@code stanza}; empty if there is none, or no base64. */
    static Optional<Bytes> message(XmlElement stanza) {
        try {
            return stanza.first(NAMESPACE, "openpgp")
                    .map(openpgp -> Bytes.wrap(Base64.getMimeDecoder().decode(openpgp.text())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
