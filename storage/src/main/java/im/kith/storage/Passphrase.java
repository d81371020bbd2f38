package im.kith.storage;

import java.util.Optional;

/** Where a passphrase comes from; asked only when one is needed, so that nobody is asked in vain. */
@FunctionalInterface
public interface Passphrase {

    /** There is none: a new vault gets a key file, and one that has a passphrase stays shut. */
    Passphrase NONE = Optional::empty;

    /** The passphrase; the array is wiped by whoever asked. */
    Optional<char[]> ask();
}
