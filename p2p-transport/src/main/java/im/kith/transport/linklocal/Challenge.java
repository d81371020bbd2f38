package im.kith.transport.linklocal;

import im.kith.core.account.SignatureSuite;
import im.kith.core.device.XidKey;
import im.kith.core.ed25519.Ed25519Suite;
import im.kith.core.ed25519.Xid;
import im.kith.core.octets.Bytes;
import im.kith.core.xml.XmlElement;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The question whether somebody holds the key of an XID (XEP-0516 §6).
 *
 * <p>What is signed is the nonce alone, so a right answer shows that whoever holds the key can be asked through this stream now, and
 * not that nobody is in between.
 */
record Challenge(Xid xid, Bytes nonce, String timestamp) {

    private static final SignatureSuite SUITE = new Ed25519Suite();
    private static final int NONCE = 32;

    /** Eight octets, as in the XEP's example, to 64: no document is as short. */
    private static final Pattern NONCES = Pattern.compile("([0-9a-f]{2}){8,64}");

    private static final int MAX_TIMESTAMP = 64;

    static Challenge ask(Xid xid, Instant now, RandomGenerator random) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        return new Challenge(
                xid, Bytes.wrap(nonce), now.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    XmlElement toXml() {
        return XmlElement.builder(Names.XID, "challenge")
                .attribute("xid", xid.jid())
                .attribute("timestamp", timestamp)
                .text(nonce.toHex())
                .build();
    }

    /** Whether {@code response} is the answer, and right. */
    boolean isAnsweredBy(XmlElement response) {
        String signature = response.text().trim();
        return response.attribute("xid").equals(Optional.of(xid.jid()))
                && response.attribute("timestamp").equals(Optional.of(timestamp))
                && signature.matches("[0-9a-f]{" + 2 * SignatureSuite.SIGNATURE_LENGTH + "}")
                && SUITE.verify(xid.publicKey(), nonce, Bytes.hex(signature));
    }

    /** The answer to somebody's {@code challenge}; empty if it is for another key or not to be signed. */
    static Optional<XmlElement> answer(XmlElement challenge, XidKey key) {
        String nonce = challenge.text().trim();
        Optional<String> timestamp = challenge.attribute("timestamp").filter(Challenge::isInstant);
        boolean mine = challenge.attribute("xid").equals(Optional.of(key.xid().jid()));
        if (!mine || timestamp.isEmpty() || !NONCES.matcher(nonce).matches()) {
            return Optional.empty();
        }
        return Optional.of(XmlElement.builder(Names.XID, "response")
                .attribute("xid", key.xid().jid())
                .attribute("timestamp", timestamp.get())
                .text(key.signer().sign(Bytes.hex(nonce)).toHex())
                .build());
    }

    private static boolean isInstant(String text) {
        try {
            return text.length() <= MAX_TIMESTAMP && OffsetDateTime.parse(text) != null;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
