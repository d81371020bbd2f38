package im.kith.transport.xmpp;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what others can make happen as often as they like: once an hour of each kind. */
final class Notices {

    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
    private static final Duration PAUSE = Duration.ofHours(1);

    private final InstantSource clock;
    private final Map<String, Instant> last = new HashMap<>();

    Notices(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether it was logged now; {@code kind} is one of a few words. */
    synchronized boolean once(String kind, String text) {
        Instant now = clock.instant();
        Instant before = last.get(kind);
        if (before != null && now.isBefore(before.plus(PAUSE))) {
            return false;
        }
        last.put(kind, now);
        LOG.warn("{}; not told again for an hour", text);
        return true;
    }
}
