package im.kith.core.device;

import im.kith.core.octets.Bytes;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The functions of SCRAM-SHA-256 (RFC 5802 §3, RFC 7677) by the platform's cryptography. */
final class Scram {

    private static final String HMAC = "HmacSHA256";
    private static final int BITS = 256;

    /** What a server keeps of a password. */
    record Keys(Bytes storedKey, Bytes serverKey) {
        @Override
        public String toString() {
            return "Keys[]";
        }
    }

    private Scram() {}

    static Keys keys(String password, Bytes salt, int iterations) {
        Bytes salted = salted(password, salt, iterations);
        Bytes clientKey = hmac(salted, Bytes.utf8("Client Key"));
        return new Keys(Bytes.sha256(clientKey), hmac(salted, Bytes.utf8("Server Key")));
    }

    private static Bytes salted(String password, Bytes salt, int iterations) {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt.toArray(), iterations, BITS);
        try {
            return Bytes.wrap(SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has PBKDF2WithHmacSHA256", e);
        } finally {
            spec.clearPassword();
        }
    }

    static Bytes hmac(Bytes key, Bytes message) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key.toArray(), HMAC));
            return Bytes.wrap(mac.doFinal(message.toArray()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
        }
    }

    /** Whether {@code proof} for {@code authMessage} comes from somebody who knows the password of {@code storedKey}. */
    static boolean proves(Bytes proof, Bytes authMessage, Bytes storedKey) {
        byte[] clientKey = hmac(storedKey, authMessage).toArray();
        if (proof.length() != clientKey.length) {
            return false;
        }
        for (int i = 0; i < clientKey.length; i++) {
            clientKey[i] ^= (byte) proof.at(i);
        }
        return Bytes.sha256(Bytes.wrap(clientKey)).equalsConstantTime(storedKey);
    }

    /**
     * Whether {@code text} can be a token at all: visible ASCII. What is beyond would have to be prepared (RFC 4013) first, and trailing zero
     * octets make no difference to an HMAC's key.
     */
    static boolean isPlausible(String text, int most) {
        return !text.isEmpty() && text.length() <= most && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}
