package im.kith.transport.xmpp;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How long the answer to a failed login is held back: the longer, the more failed in the last minute on all streams.
 *
 * <p>A token cannot be guessed; this keeps a program that tries from keeping the machine busy. Who has the right one never waits.
 */
final class Guesses {

    /** Failed logins of one stream until it is closed (RFC 6120 §6.4.5). */
    static final int PER_STREAM = 3;

    private static final Duration MEMORY = Duration.ofMinutes(1);
    private static final int REMEMBERED = 100;
    private static final Duration SHORTEST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final InstantSource clock;
    private final Notices notices;
    private final Deque<Instant> failed = new ArrayDeque<>();

    Guesses(InstantSource clock, Notices notices) {
        this.clock = clock;
        this.notices = notices;
    }

    /** One more failed; how long to wait before saying so. */
    Duration failed() {
        Instant now = clock.instant();
        while (!failed.isEmpty()
                && (failed.size() >= REMEMBERED || failed.element().plus(MEMORY).isBefore(now))) {
            failed.remove();
        }
        failed.add(now);
        notices.once("login", "somebody on this machine tries to log in to the XMPP port with a wrong name or token");
        Duration wait = SHORTEST.multipliedBy(failed.size());
        return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
    }
}
