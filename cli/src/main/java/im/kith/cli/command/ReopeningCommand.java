package im.kith.cli.command;

import im.kith.cli.service.PassphraseSource;
import org.jspecify.annotations.Nullable;

/** A command that opens the store several times, and lets go of it while a question or an editor is open: it asks for the passphrase once. */
abstract class ReopeningCommand extends KithCommand {

    private @Nullable PassphraseSource passphrase;

    @Override
    final synchronized PassphraseSource passphrase() {
        if (passphrase == null) {
            passphrase = new RememberedPassphrase(super.passphrase());
        }
        return passphrase;
    }
}
