package im.kith.transport.xmpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class NoticesTest {

    @Test
    void eachKindIsToldOnceAnHour() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
        Notices notices = new Notices(now::get);
        assertThat(notices.once("login", "a")).isTrue();
        assertThat(notices.once("full", "b")).isTrue();
        now.updateAndGet(time -> time.plus(Duration.ofMinutes(59)));
        assertThat(notices.once("login", "a")).isFalse();
        now.updateAndGet(time -> time.plus(Duration.ofMinutes(2)));
        assertThat(notices.once("login", "a")).isTrue();
    }
}
