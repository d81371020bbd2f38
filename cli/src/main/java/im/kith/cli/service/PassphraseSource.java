package im.kith.cli.service;

/** Where the passphrase comes from when the store turns out to need one: a file, or the terminal without echo. */
public interface PassphraseSource {

    /** True if the user named a source, so that a new store shall be protected by its passphrase. */
    boolean named();

    /**
     * Reads it; asks at most once. The caller overwrites the array after use.
     *
     * @throws Failure of kind {@code KEY} if there is no file and nobody to ask
     */
    char[] read() throws Failure;
}
