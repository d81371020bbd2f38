package im.kith.core.openpgp;

import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.core.openpgp.DecryptionException.Reason;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;

/**
 * Signed and encrypted messages from one device to others (XEP-0373 §3), as binary OpenPGP messages.
 *
 * <p>They carry shared secrets. Certificates and signatures are judged as of the time the message names, never by a clock of
 * this machine: devices whose clocks are far apart must still be able to hand each other secrets.
 */
public final class Signcrypt {

    /** Octets of the largest message accepted. */
    public static final int MAX_MESSAGE = ItemCipher.MAX_MESSAGE;

    private static final int MAX_PADDING = 256;
    private static final String PADDING_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    /** Certificates that one message can be encrypted to. */
    public static final int MAX_RECIPIENTS = 64;

    private final SecureRandom random;

    /** Takes session keys, ephemeral keys and padding from {@code random}. */
    public Signcrypt(SecureRandom random) {
        this.random = random;
    }

    /**
     * An opened message.
     *
     * @param payload the payload's child elements, each as XML text of its own
     * @param signer fingerprint of the certificate that signed it
     * @param time when it was signed, as the signer says
     * @param to the JIDs it names as recipients; at least one is the own certificate's
     */
    public record Opened(List<String> payload, Bytes signer, Instant time, List<String> to) {
        public Opened {
            payload = List.copyOf(payload);
            to = List.copyOf(to);
        }

        /** Everything but the payload, which holds secrets. */
        @Override
        public String toString() {
            return "Opened[" + payload.size() + " elements, signer=" + signer.toHex() + ", time=" + time + ", to=" + to
                    + "]";
        }
    }

    /** Whether a message can be encrypted to {@code certificate} at {@code time}: another member may have let in one that cannot. */
    public static boolean reaches(DeviceCertificate certificate, Instant time) {
        try {
            MessageSealer.encryptionKeys(certificate, time);
            return true;
        } catch (MalformedException e) {
            return false;
        }
    }

    /**
     * A message that holds {@code payload}, signed with {@code own}, for the holders of {@code recipients} (who can read each other's
     * key ids in it).
     *
     * @param to the bare JID it is meant for; between the devices of an account, the account's own
     * @throws MalformedException if an element is not well-formed or a certificate cannot be encrypted to
     */
    public Bytes signcrypt(
            List<String> payload, Collection<DeviceCertificate> recipients, DeviceKey own, String to, Instant time)
            throws MalformedException {
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("no recipients");
        }
        SigncryptContent content =
                new SigncryptContent(List.of(to), time.truncatedTo(ChronoUnit.SECONDS), padding(), payload);
        byte[] signed = new MessageSigner(own).sign(content.toXml().toArray(), time);
        return Bytes.wrap(new MessageSealer(random).seal(signed, recipients, time));
    }

    private String padding() {
        int length = random.nextInt(MAX_PADDING + 1);
        StringBuilder padding = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            padding.append(PADDING_CHARACTERS.charAt(random.nextInt(PADDING_CHARACTERS.length())));
        }
        return padding.toString();
    }

    /**
     * Opens {@code message}, which must be encrypted to {@code own}, name its JID, and be signed by one of {@code signers}.
     *
     * @throws DecryptionException if any of that does not hold; {@link DecryptionException#reason()} says which
     */
    public Opened open(Bytes message, DeviceKey own, Collection<DeviceCertificate> signers) throws DecryptionException {
        if (message.length() > MAX_MESSAGE) {
            throw new DecryptionException(Reason.TOO_LARGE, "message of " + message.length() + " octets");
        }
        Contents contents = Contents.read(MessageOpener.open(message.toArray(), own));
        Bytes signer = SignatureCheck.signer(contents, signers);
        SigncryptContent content;
        try {
            content = SigncryptContent.read(contents.literal());
        } catch (MalformedException e) {
            throw new DecryptionException(Reason.MALFORMED, e.getMessage() == null ? "signcrypt" : e.getMessage(), e);
        }
        String jid = own.certificate().jid().orElse("");
        if (content.to().stream().noneMatch(to -> Jids.same(to, jid))) {
            throw new DecryptionException(Reason.NOT_FOR_US, "meant for another JID");
        }
        return new Opened(content.payload(), signer, content.time(), content.to());
    }
}
