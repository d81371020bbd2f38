package im.kith.transport.pairing;

import im.kith.core.octets.Bytes;
import im.kith.transport.pairing.PairingFailure.Kind;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The inviter's policy: one code, for one device, for ten minutes, for three attempts in all, one exchange at a time.
 *
 * <p>An attempt is counted before the message that depends on the code is sent, so neither parallel connections nor
 * cutting them off gives a guesser more than three. An exchange that does not come to an end gives way to the next after ten
 * seconds. Safe for several threads.
 */
public final class Invitation {

    public static final Duration DEFAULT_TTL = Duration.ofMinutes(10);

    private static final Duration EXCHANGE = Duration.ofSeconds(10);
    private static final int ATTEMPTS = 3;

    private final PairingCode code;
    private final Instant expires;
    private final InstantSource clock;
    private final SecureRandom random;

    private int attempts;
    private @Nullable Kind closed;
    private @Nullable InviterSession current;
    private Instant currentUntil = Instant.MIN;

    public Invitation(PairingCode code, Duration ttl, InstantSource clock, SecureRandom random) {
        if (ttl.isNegative() || ttl.isZero()) {
            throw new IllegalArgumentException("ttl <= 0: " + ttl);
        }
        this.code = code;
        this.expires = clock.instant().plus(ttl);
        this.clock = clock;
        this.random = random;
    }

    /** The code to show to the user. */
    public PairingCode code() {
        return code;
    }

    public Instant expires() {
        return expires;
    }

    /** How many exchanges may still come as far as round 2. */
    public synchronized int attemptsLeft() {
        return ATTEMPTS - attempts;
    }

    /** Why it admits nobody any more; empty while it does. */
    public synchronized Optional<Kind> closed() {
        Instant now = clock.instant();
        if (current != null && !now.isBefore(currentUntil)) {
            current = null;
        }
        if (closed == null && !now.isBefore(expires)) {
            closed = Kind.EXPIRED;
        }
        if (closed == null && attempts >= ATTEMPTS && current == null) {
            closed = Kind.EXHAUSTED;
        }
        return Optional.ofNullable(closed);
    }

    /** The user changed his mind. */
    public synchronized void cancel() {
        if (closed == null) {
            closed = Kind.REFUSED;
        }
    }

    /**
     * A session for a connection on which somebody wants to pair; it is refused with its first message if it may not.
     *
     * @param ownTlsKeyHash SHA-256 of the key this side showed in the TLS handshake
     * @param peerTlsKeyHash SHA-256 of the key the other side showed
     */
    public InviterSession session(Bytes ownTlsKeyHash, Bytes peerTlsKeyHash) {
        return new InviterSession(this, ownTlsKeyHash, peerTlsKeyHash);
    }

    SecureRandom random() {
        return random;
    }

    synchronized Optional<Kind> begin(InviterSession session) {
        Optional<Kind> refused = closed();
        if (refused.isPresent()) {
            return refused;
        }
        if (current != null) {
            return Optional.of(Kind.BUSY);
        }
        current = session;
        currentUntil = clock.instant().plus(EXCHANGE);
        return Optional.empty();
    }

    synchronized Optional<Kind> countAttempt(InviterSession session) {
        Optional<Kind> refused = stillCurrent(session);
        if (refused.isPresent()) {
            return refused;
        }
        if (attempts >= ATTEMPTS) {
            return Optional.of(Kind.EXHAUSTED);
        }
        attempts++;
        return Optional.empty();
    }

    /** The peer has proved to know the code; nobody after it will be admitted. */
    synchronized Optional<Kind> use(InviterSession session) {
        Optional<Kind> refused = stillCurrent(session);
        if (refused.isEmpty()) {
            closed = Kind.USED;
        }
        return refused;
    }

    synchronized void release(InviterSession session) {
        if (current == session) {
            current = null;
        }
    }

    private Optional<Kind> stillCurrent(InviterSession session) {
        Optional<Kind> refused = closed();
        if (refused.isEmpty() && current != session) {
            return Optional.of(Kind.EXPIRED);
        }
        return refused;
    }
}
