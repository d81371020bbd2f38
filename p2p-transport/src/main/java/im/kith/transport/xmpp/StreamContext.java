package im.kith.transport.xmpp;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * What all streams of an endpoint share.
 *
 * @param executor the one thread of the streams
 * @param calculations where it may take a while
 * @param timer runs something on the streams' thread later
 * @param tls whether STARTTLS can be had
 */
record StreamContext(
        Account account,
        Logins logins,
        Guesses guesses,
        Notices notices,
        Resources resources,
        Router router,
        Executor executor,
        Executor calculations,
        Timer timer,
        RandomGenerator random,
        boolean tls) {

    /** Runs something later. */
    interface Timer {
        void later(Duration wait, Runnable what);
    }

    /** 128 random bits, for ids and nonces. */
    String randomText() {
        return randomText(random);
    }

    static String randomText(RandomGenerator random) {
        return String.format("%016x%016x", random.nextLong(), random.nextLong());
    }
}
