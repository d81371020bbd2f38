package im.kith.cli.engine;

import im.kith.Kith;
import im.kith.cli.service.Access;
import im.kith.cli.service.Failure;
import im.kith.cli.service.PassphraseSource;
import im.kith.cli.service.Service;
import im.kith.cli.service.ServiceOpener;
import im.kith.storage.Home;
import im.kith.storage.HomeAccess;
import im.kith.storage.Passphrase;
import im.kith.storage.Vault;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;

/** Opens the engine on a home, in this process. */
public final class EngineOpener implements ServiceOpener {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Map<String, String> environment;
    private final SecureRandom random = new SecureRandom();

    /**
     * An opener for the user whose directories {@code environment} names.
     */
    public EngineOpener(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Service open(Path home, PassphraseSource passphrase, Access access) throws Failure {
        return switch (access) {
            case CREATE -> new NewHome(access(home, passphrase, true, "kith"));
            case USE -> engine(once(access(home, passphrase, false, "kith")));
            case DAEMON -> engine(once(access(home, passphrase, false, "daemon")));
            case INSPECT -> new DamagedHome(access(home, passphrase, false, "kith doctor"));
            case WATCH ->
                new Watching(
                        patience -> engine(access(home, passphrase, false, "kith watch", patience)), PATIENCE, home);
        };
    }

    private Service engine(HomeAccess access) throws Failure {
        try {
            return new Engine(Kith.open(access), random);
        } catch (Exception e) {
            throw Failures.of(e);
        }
    }

    private HomeAccess access(Path home, PassphraseSource source, boolean create, String what) throws Failure {
        return access(home, source, create, what, PATIENCE);
    }

    private HomeAccess access(Path home, PassphraseSource source, boolean create, String what, Duration patience)
            throws Failure {
        // asked here and not when the vault asks, because only here a missing one can be told as what it is
        boolean needed = create ? source.named() : needsPassphrase(home);
        char[] read = needed ? source.read() : new char[0];
        Passphrase passphrase = needed ? () -> Optional.of(create ? read.clone() : read) : Passphrase.NONE;
        return new HomeAccess(home, HomeAccess.usualStateDirectory(environment), what, patience, passphrase, random);
    }

    /** Gives the passphrase away at the first time it is asked for: what stays open needs it no more. */
    private static HomeAccess once(HomeAccess access) {
        AtomicReference<Passphrase> given = new AtomicReference<>(access.passphrase());
        return new HomeAccess(
                access.directory(),
                access.stateDirectory(),
                access.what(),
                access.patience(),
                () -> given.getAndSet(Passphrase.NONE).ask(),
                access.random());
    }

    @Override
    public boolean needsPassphrase(Path home) throws Failure {
        try {
            return new Home(home).exists() && Vault.needsPassphrase(home);
        } catch (Exception e) {
            throw Failures.of(e);
        }
    }

    @Override
    public OptionalLong holder(Path home) {
        return new Home(home)
                .holder()
                .map(holder -> OptionalLong.of(holder.pid()))
                .orElse(OptionalLong.empty());
    }
}
