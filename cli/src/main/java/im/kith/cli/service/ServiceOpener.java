package im.kith.cli.service;

import java.nio.file.Path;
import java.util.OptionalLong;

/** Opens the engine on a home, in this process. */
public interface ServiceOpener {

    /**
     * Opens the store of {@code home}; waits up to 5 s for its lock.
     *
     * @throws Failure {@code NOT_FOUND} without an account there (unless {@code CREATE}), {@code BUSY} when the lock is
     *     held, naming the holder, {@code KEY} for a wrong passphrase, {@code STORAGE} for a damaged or read-only home
     */
    Service open(Path home, PassphraseSource passphrase, Access access) throws Failure;

    /** True if the store of {@code home} opens with a passphrase only; cheap, and without the lock. */
    boolean needsPassphrase(Path home) throws Failure;

    /** The process that holds the store's lock, as its lock file names it. */
    OptionalLong holder(Path home);
}
