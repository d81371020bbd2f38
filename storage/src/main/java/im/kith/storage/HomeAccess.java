package im.kith.storage;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;

/**
 * Who opens which home, and how.
 *
 * @param directory the home
 * @param stateDirectory where the witness is, outside the home, such as {@code ~/.local/state/kith}
 * @param what what this process is going to do with it, told to others who wait, such as {@code kith add}
 * @param patience how long to wait for another process to let go
 * @param passphrase asked when the vault needs one, or when a new one may have one
 * @param random for keys, nonces and ids
 */
public record HomeAccess(
        Path directory,
        Path stateDirectory,
        String what,
        Duration patience,
        Passphrase passphrase,
        SecureRandom random) {

    private static final int MAX_WHAT = 100;

    public HomeAccess {
        if (what.isBlank() || what.length() > MAX_WHAT || what.contains("\n")) {
            throw new IllegalArgumentException("what: " + what);
        }
        if (patience.isNegative()) {
            throw new IllegalArgumentException("patience < 0: " + patience);
        }
    }

    /** A program opens {@code directory}, with a key file and no passphrase; the witness is where it usually is. */
    public static HomeAccess of(Path directory) {
        return new HomeAccess(
                directory,
                usualStateDirectory(System.getenv()),
                "a Java program",
                Duration.ofSeconds(5),
                Passphrase.NONE,
                new SecureRandom());
    }

    /** {@code $XDG_STATE_HOME/kith}, else {@code ~/.local/state/kith}. */
    public static Path usualStateDirectory(Map<String, String> environment) {
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        if (!state.isEmpty() && Path.of(state).isAbsolute()) {
            return Path.of(state, "kith");
        }
        return Path.of(
                environment.getOrDefault("HOME", System.getProperty("user.home", "")), ".local", "state", "kith");
    }
}
