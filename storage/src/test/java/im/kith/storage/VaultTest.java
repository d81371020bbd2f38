package im.kith.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import im.kith.core.octets.Bytes;
import im.kith.storage.VaultException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {

    private static final Bytes KEY = Bytes.utf8("name");
    private static final byte[] PLAIN = {1, 2, 3};

    @TempDir
    private Path directory = Path.of("");

    private final SecureRandom random = new SecureRandom();
    private Home home = new Home(Path.of(""));

    @BeforeEach
    void makeHome() throws Exception {
        home = new Home(directory.resolve("home"));
        home.prepare();
    }

    private Vault open(Passphrase passphrase) throws Exception {
        return Vault.open(home, passphrase, random);
    }

    private void assertShut(Kind kind, Passphrase passphrase) {
        assertThatThrownBy(() -> open(passphrase))
                .asInstanceOf(type(VaultException.class))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(kind))
                .satisfies(
                        e -> assertThat(e).hasMessageContaining(home.directory().toString()));
    }

    @Test
    void whatIsSealedOpensAfterTheVaultWasOpenedAgain() throws Exception {
        byte[] sealed = Vault.create(home, Passphrase.NONE, random).seal("table", KEY, PLAIN);
        assertThat(open(Passphrase.NONE).open("table", KEY, sealed)).isEqualTo(PLAIN);
        assertThat(Vault.needsPassphrase(home.directory())).isFalse();
    }

    @Test
    void nothingOpensInAnotherPlaceOrChanged() throws Exception {
        Vault vault = Vault.create(home, Passphrase.NONE, random);
        byte[] sealed = vault.seal("table", KEY, PLAIN);
        assertThatThrownBy(() -> vault.open("other", KEY, sealed)).isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> vault.open("table", Bytes.utf8("n"), sealed))
                .isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> vault.open("table", KEY, new byte[5])).isInstanceOf(GeneralSecurityException.class);
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> vault.open("table", KEY, changed)).isInstanceOf(GeneralSecurityException.class);
        }
    }

    @Test
    void oneValueIsNeverSealedToTheSameOctetsTwice() throws Exception {
        Vault vault = Vault.create(home, Passphrase.NONE, random);
        assertThat(vault.seal("table", KEY, PLAIN)).isNotEqualTo(vault.seal("table", KEY, PLAIN));
    }

    @Test
    void aMissingOrWrongKeyFileIsTold() throws Exception {
        Vault.create(home, Passphrase.NONE, random);
        Files.write(home.keyFile(), new byte[Sealer.KEY_LENGTH]);
        assertShut(Kind.KEY_FILE_WRONG, Passphrase.NONE);
        Files.write(home.keyFile(), new byte[Sealer.KEY_LENGTH + 1]);
        assertShut(Kind.KEY_FILE_WRONG, Passphrase.NONE);
        Files.delete(home.keyFile());
        assertShut(Kind.KEY_FILE_MISSING, Passphrase.NONE);
    }

    @Test
    void aPassphraseOpensWhatItClosedAndIsWiped() throws Exception {
        char[] first = "correct höрse 🐎".toCharArray();
        byte[] sealed = Vault.create(home, () -> Optional.of(first), random).seal("table", KEY, PLAIN);
        assertThat(first).containsOnly('\0');
        assertThat(home.keyFile()).doesNotExist();
        assertThat(Vault.needsPassphrase(home.directory())).isTrue();
        assertThat(open(Homes.passphrase("correct höрse 🐎")).open("table", KEY, sealed))
                .isEqualTo(PLAIN);
        assertShut(Kind.PASSPHRASE_WRONG, Homes.passphrase("correct horse"));
        assertShut(Kind.PASSPHRASE_MISSING, Passphrase.NONE);
    }

    @Test
    void aDamagedOrNewerVaultFileIsTold() throws Exception {
        Vault.create(home, Passphrase.NONE, random);
        byte[] octets = Files.readAllBytes(home.vault());
        octets[octets.length - 1] ^= 1;
        Files.write(home.vault(), octets);
        assertShut(Kind.KEY_FILE_WRONG, Passphrase.NONE);
        Files.write(home.vault(), new byte[] {1, 2, 3});
        assertShut(Kind.DAMAGED, Passphrase.NONE);
        Files.write(
                home.vault(), VaultFile.encode(Bytes.hex("0802"), new byte[60]).toArray());
        assertShut(Kind.NEWER, Passphrase.NONE);
        Bytes weak =
                Bytes.concat(Bytes.hex("080112"), Bytes.hex("10"), Bytes.wrap(new byte[16]), Bytes.hex("180120012801"));
        Files.write(home.vault(), VaultFile.encode(weak, new byte[60]).toArray());
        assertShut(Kind.DAMAGED, Homes.passphrase("x"));
    }

    @Test
    void whatCostsLessToGuessThanUsualIsWrappedAnewWhenItIsOpened() throws Exception {
        byte[] sealed = Vault.create(home, Homes.passphrase("one"), random).seal("table", KEY, PLAIN);
        Bytes before = Bytes.wrap(Files.readAllBytes(home.vault()));
        open(Homes.passphrase("one"));
        assertThat(Bytes.wrap(Files.readAllBytes(home.vault()))).isEqualTo(before);
        Vault.open(home, Homes.passphrase("one"), random, salt -> new Argon2(salt, 65 * 1024, 4, 2));
        Argon2 stored = VaultFile.decode(Files.readAllBytes(home.vault())).kdf().orElseThrow();
        assertThat(stored.memoryKib()).isEqualTo(65 * 1024);
        assertThat(stored.passes()).isEqualTo(4);
        assertThat(open(Homes.passphrase("one")).open("table", KEY, sealed)).isEqualTo(PLAIN);
        assertThat(VaultFile.decode(Files.readAllBytes(home.vault())).kdf()).contains(stored);
        assertShut(Kind.PASSPHRASE_WRONG, Homes.passphrase("two"));
    }

    @Test
    void aWrongPassphraseChangesNothing() throws Exception {
        Vault.create(home, Homes.passphrase("one"), random);
        Bytes before = Bytes.wrap(Files.readAllBytes(home.vault()));
        assertThatThrownBy(() ->
                        Vault.open(home, Homes.passphrase("two"), random, salt -> new Argon2(salt, 65 * 1024, 4, 2)))
                .isInstanceOf(VaultException.class);
        assertThat(Bytes.wrap(Files.readAllBytes(home.vault()))).isEqualTo(before);
    }
}
