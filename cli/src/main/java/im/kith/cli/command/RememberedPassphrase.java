package im.kith.cli.command;

import im.kith.cli.service.Failure;
import im.kith.cli.service.PassphraseSource;
import org.jspecify.annotations.Nullable;

/** Asks once, for a command that opens the store several times and lets go of it between. */
final class RememberedPassphrase implements PassphraseSource {

    private final PassphraseSource source;
    private char @Nullable [] known;

    RememberedPassphrase(PassphraseSource source) {
        this.source = source;
    }

    @Override
    public boolean named() {
        return source.named();
    }

    @Override
    public synchronized char[] read() throws Failure {
        if (known == null) {
            known = source.read();
        }
        return known.clone();
    }
}
