package im.kith.core.openpgp;

import im.kith.core.octets.Bytes;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A random text under which the items of one node are encrypted (XEP-0473 §5.2).
 *
 * <p>All secrets of a node are kept for reading; which is used for writing is decided by whoever knows the members.
 */
public final class SharedSecret {

    /** Characters of the longest id, node name or type accepted. */
    public static final int MAX_NAME = 1023;

    /** Characters of the longest secret accepted. */
    public static final int MAX_SECRET = 1024;

    private static final int RANDOM_OCTETS = 32;

    private final String node;
    private final String id;
    private final Instant timestamp;
    private final String secret;
    private final @Nullable String type;
    private final boolean revoked;

    /**
     * A secret as it was received or stored.
     *
     * @throws IllegalArgumentException if a part is empty or too long
     */
    public SharedSecret(
            String node, String id, Instant timestamp, String secret, @Nullable String type, boolean revoked) {
        this.node = checkName("node", node);
        this.id = checkName("id", id);
        this.timestamp = timestamp;
        this.secret = secret;
        this.type = type == null ? null : checkName("type", type);
        this.revoked = revoked;
        if (secret.isBlank() || secret.length() > MAX_SECRET) {
            throw new IllegalArgumentException("secret of " + secret.length() + " characters");
        }
    }

    private static String checkName(String what, String value) {
        if (value.isEmpty() || value.length() > MAX_NAME) {
            throw new IllegalArgumentException(what + " of " + value.length() + " characters");
        }
        return value;
    }

    /**
     * A new secret for {@code node}: 256 random bits, newer than every one of {@code known}.
     *
     * <p>Its timestamp, in whole seconds, is the greater of {@code now} and the newest known one plus a second, so that
     * "the newest" means the same on devices whose clocks disagree.
     */
    public static SharedSecret generate(
            String node, @Nullable String type, Instant now, Collection<SharedSecret> known, SecureRandom random) {
        byte[] octets = new byte[RANDOM_OCTETS];
        random.nextBytes(octets);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
        Instant timestamp = now.truncatedTo(ChronoUnit.SECONDS);
        for (SharedSecret other : known) {
            Instant after = other.timestamp.truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofSeconds(1));
            timestamp = after.isAfter(timestamp) ? after : timestamp;
        }
        return new SharedSecret(node, idOf(node, secret), timestamp, secret, type, false);
    }

    /** The id of a secret made by kith: SHA-256 over the node's name, a zero octet and the secret, in hexadecimal. */
    static String idOf(String node, String secret) {
        return Bytes.sha256(Bytes.utf8(node), Bytes.wrap(new byte[1]), Bytes.utf8(secret))
                .toHex();
    }

    /**
     * Whether its id has the form of kith's and is another's: so nobody can take the id of a secret that a device is about to hear of, and
     * have that one passed over.
     */
    public boolean usurpsId() {
        return id.matches("[0-9a-f]{64}") && !id.equals(idOf(node, secret));
    }

    /** This secret, marked as one that must not be used for writing any more. */
    public SharedSecret revoke() {
        return revoked ? this : new SharedSecret(node, id, timestamp, secret, type, true);
    }

    public String node() {
        return node;
    }

    public String id() {
        return id;
    }

    /** When it was made; the newest one is used for writing. */
    public Instant timestamp() {
        return timestamp;
    }

    /** The secret itself, exactly as received. */
    public String secret() {
        return secret;
    }

    /** What the node's items are once decrypted, usually their namespace. */
    public Optional<String> type() {
        return Optional.ofNullable(type);
    }

    public boolean isRevoked() {
        return revoked;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SharedSecret that
                && node.equals(that.node)
                && id.equals(that.id)
                && timestamp.equals(that.timestamp)
                && secret.equals(that.secret)
                && type().equals(that.type())
                && revoked == that.revoked;
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    /** Everything but the secret. */
    @Override
    public String toString() {
        return "SharedSecret[node=" + node + ", id=" + id + ", timestamp=" + timestamp + ", type=" + type + ", revoked="
                + revoked + "]";
    }
}
