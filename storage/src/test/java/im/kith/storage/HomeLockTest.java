package im.kith.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeLockTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    private Path directory = Path.of("");

    private Home home = new Home(Path.of(""));

    @BeforeEach
    void makeHome() throws Exception {
        home = new Home(directory.resolve("home"));
        home.prepare();
    }

    /** Holds the lock until its input ends. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            try (HomeLock lock = HomeLock.acquire(new Home(Path.of(arguments[0])), "daemon", Duration.ZERO)) {
                Objects.requireNonNull(lock);
                System.out.println(ProcessHandle.current().pid());
                while (System.in.read() >= 0) {}
            }
        }
    }

    private ChildJvm holder() throws Exception {
        return ChildJvm.start(Holder.class, home.directory().toString());
    }

    @Test
    void anotherProcessIsToldWhoHoldsTheHome() throws Exception {
        try (ChildJvm child = holder()) {
            long pid = Long.parseLong(child.line());
            assertThatThrownBy(() -> HomeLock.acquire(home, "kith add", Duration.ofMillis(50)))
                    .asInstanceOf(type(HomeBusyException.class))
                    .satisfies(e ->
                            assertThat(e.holder()).isEqualTo(Optional.of(new HomeBusyException.Holder(pid, "daemon"))))
                    .satisfies(e -> assertThat(e).hasMessageContaining("in use by daemon (process " + pid + ")"));
        }
    }

    @Test
    void whoWaitsGetsTheHomeWhenItIsLetGo() throws Exception {
        try (ChildJvm child = holder()) {
            child.line();
            Thread ender = new Thread(() -> {
                try {
                    child.finish();
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            ender.start();
            HomeLock.acquire(home, "kith add", LONG).close();
            ender.join();
        }
    }

    @Test
    void whatADeadProcessLeftIsNoHindrance() throws Exception {
        try (ChildJvm child = holder()) {
            child.line();
            child.kill();
        }
        assertThat(Files.readString(home.lock())).endsWith(" daemon\n");
        HomeLock.acquire(home, "kith add", Duration.ZERO).close();
        assertThat(Files.readString(home.lock())).isEmpty();
    }

    @Test
    void aSecondAttemptInOneProcessNeitherSucceedsNorFreesTheHome() throws Exception {
        try (HomeLock lock = HomeLock.acquire(home, "first", Duration.ZERO)) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> HomeLock.acquire(home, "second", Duration.ZERO))
                    .isInstanceOf(HomeBusyException.class)
                    .hasMessageContaining("first");
            try (ChildJvm child = holder()) {
                assertThat(child.line()).isEmpty();
                assertThat(child.finish()).isNotZero();
            }
        }
        HomeLock.acquire(home, "third", Duration.ZERO).close();
    }
}
