package im.kith.core.device;

import im.kith.core.octets.Bytes;
import java.time.Instant;
import java.util.Optional;

/**
 * A password for XMPP software on this machine, as much of it as is kept: enough to check it by SCRAM-SHA-256 (RFC 5802, RFC 7677),
 * not enough to log in with.
 *
 * @param name what the user calls it
 * @param clear whether the contacts nodes are shown to that software, and taken from it, deciphered
 * @param certificate the OpenPGP certificate, binary, that the user approved for it: its holder gets the contacts nodes' shared secrets
 * @param storedKey RFC 5802 §3
 * @param serverKey RFC 5802 §3
 */
public record Token(
        String name,
        Instant added,
        Optional<Instant> lastUsed,
        boolean clear,
        Optional<Bytes> certificate,
        Bytes storedKey,
        Bytes serverKey) {

    /** The server's proof that it knows this token, for the last message of SCRAM. */
    public Bytes serverSignature(Bytes authMessage) {
        return Scram.hmac(serverKey, authMessage);
    }

    Token usedAt(Instant now) {
        return new Token(name, added, Optional.of(now), clear, certificate, storedKey, serverKey);
    }

    /** Everything but the keys. */
    @Override
    public String toString() {
        return "Token[" + name + ", added=" + added + ", clear=" + clear + ", certificate=" + certificate.isPresent()
                + "]";
    }
}
