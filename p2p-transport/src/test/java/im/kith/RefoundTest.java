package im.kith;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.contacts.Draft;
import im.kith.core.contacts.Identity;
import im.kith.core.contacts.Outcome;
import im.kith.core.contacts.Planner;
import im.kith.storage.HomeAccess;
import im.kith.storage.Passphrase;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefoundTest {

    @TempDir
    private Path directory;

    private final SecureRandom random = new SecureRandom();
    private final AtomicInteger asked = new AtomicInteger();

    private HomeAccess access() {
        Passphrase passphrase = () -> {
            asked.incrementAndGet();
            return Optional.of("correct horse".toCharArray());
        };
        return new HomeAccess(
                directory.resolve("home"),
                directory.resolve("state"),
                "a test",
                Duration.ofSeconds(1),
                passphrase,
                random);
    }

    @Test
    void aHomeUnderAPassphraseIsRefoundedWithoutAskingAgainAndOpensWithItAfterwards() throws Exception {
        Kith.found(access(), "laptop", Optional.empty()).close();
        String before;
        asked.set(0);
        try (Kith kith = Kith.open(access())) {
            before = kith.call(device -> device.accountJid());
            kith.call(device -> {
                Draft juliet = new Draft(
                        Optional.of("Juliet"),
                        List.of(new Identity("jid", "juliet@example.org")),
                        List.of(),
                        List.of());
                Outcome plan = new Planner(device.book(), device.privacy(), random).add(juliet);
                device.write(((Outcome.Plan) plan).writes());
                return true;
            });
            try (Kith fresh = kith.refound(Optional.empty(), Optional.empty())) {
                assertThat(fresh.<String>call(device -> device.accountJid())).isNotEqualTo(before);
                assertThat(fresh.<Integer>call(device -> device.book().contactCount()))
                        .isEqualTo(1);
            }
        }
        assertThat(asked).hasValue(1);
        try (Kith again = Kith.open(access())) {
            assertThat(again.<List<String>>call(device -> device.warnings())).isEmpty();
            assertThat(again.<Integer>call(device -> device.book().contactCount()))
                    .isEqualTo(1);
        }
    }
}
