package im.kith.storage;

import im.kith.core.pubsub.PubsubContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.io.TempDir;

class H2PubsubTest extends PubsubContract {

    @TempDir
    private Path directory = Path.of("");

    private int homes;

    @Override
    protected Disk disk() {
        Home home = new Home(directory.resolve("home" + ++homes));
        return () -> {
            if (Files.exists(home.database())) {
                return H2VersionStore.open(home, Vault.open(home, Passphrase.NONE, new SecureRandom()));
            }
            home.prepare();
            return H2VersionStore.create(home, Vault.create(home, Passphrase.NONE, new SecureRandom()));
        };
    }
}
