package im.kith.storage;

import im.kith.core.octets.Bytes;
import im.kith.core.replica.SampleVersions;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Homes below a temporary directory, for tests. */
final class Homes {

    static final Bytes SECRETS = Bytes.utf8("the device's secret keys");
    static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_000L);

    private Homes() {}

    static HomeAccess access(Path directory) {
        return access(directory, Passphrase.NONE);
    }

    static HomeAccess access(Path directory, Passphrase passphrase) {
        return new HomeAccess(
                directory.resolve("home"),
                directory.resolve("state"),
                "test",
                Duration.ZERO,
                passphrase,
                new SecureRandom());
    }

    static Passphrase passphrase(String passphrase) {
        return () -> Optional.of(passphrase.toCharArray());
    }

    /** A new home whose replica, number 1, has written nothing yet. */
    static HomeStore create(Path directory) throws Exception {
        return HomeStore.create(access(directory), SECRETS, SampleVersions.change(SampleVersions.state(1, 0)), NOW);
    }

    static HomeStore open(Path directory) throws Exception {
        return HomeStore.open(access(directory));
    }
}
