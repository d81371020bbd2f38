package im.kith.storage;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;

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
}
