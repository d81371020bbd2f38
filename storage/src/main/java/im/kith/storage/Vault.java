package im.kith.storage;

import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.storage.VaultException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/**
 * The vault key of a home, 32 random octets, and what is sealed under it.
 *
 * <p>The key lies in the file {@code vault}, wrapped under a key that comes from a passphrase or from a key file beside it. A key file
 * protects nothing against the theft of the disk; it lets a passphrase come later.
 */
public final class Vault {

    private static final Bytes WRAP_CONTEXT = Bytes.utf8("kith-vault-1");
    private static final Bytes SEAL_CONTEXT = Bytes.utf8("kith-seal-1");

    private final Sealer sealer;

    private Vault(Sealer sealer) {
        this.sealer = sealer;
    }

    /** A new vault, and what the files are to hold that open it again. */
    static final class Fresh {
        private final Vault vault;
        private final Bytes file;
        private final Optional<Bytes> keyFile;

        private Fresh(Vault vault, Bytes file, Optional<Bytes> keyFile) {
            this.vault = vault;
            this.file = file;
            this.keyFile = keyFile;
        }

        Vault vault() {
            return vault;
        }

        /** The octets of the file {@code vault}. */
        Bytes file() {
            return file;
        }

        /** The octets of the file {@code vault.key}; none with a passphrase. */
        Optional<Bytes> keyFile() {
            return keyFile;
        }
    }

    /** Makes a new vault key, wrapped under what {@code passphrase} gives or, if that is nothing, under a new key file. */
    static Fresh make(Passphrase passphrase, SecureRandom random) {
        byte[] key = random(Sealer.KEY_LENGTH, random);
        Optional<char[]> given = passphrase.ask();
        Optional<Argon2> kdf = given.map(p -> Argon2.usual(salt(random)));
        byte[] wrapping =
                given.isPresent() ? kdf.orElseThrow().stretch(given.get()) : random(Sealer.KEY_LENGTH, random);
        try {
            return new Fresh(
                    new Vault(new Sealer(key, random)),
                    wrap(kdf, wrapping, key, random),
                    given.isPresent() ? Optional.empty() : Optional.of(Bytes.of(wrapping)));
        } finally {
            Arrays.fill(key, (byte) 0);
            Arrays.fill(wrapping, (byte) 0);
        }
    }

    private static Bytes wrap(Optional<Argon2> kdf, byte[] wrapping, byte[] key, SecureRandom random) {
        Bytes header = VaultFile.header(kdf);
        return VaultFile.encode(header, new Sealer(wrapping, random).seal(wrapContext(header), key));
    }

    /** Makes the vault of a new home. */
    static Vault create(Home home, Passphrase passphrase, SecureRandom random) throws HomeException {
        Fresh fresh = make(passphrase, random);
        try {
            if (fresh.keyFile().isPresent()) {
                PrivateFiles.replace(home.keyFile(), fresh.keyFile().get().toArray());
            }
            PrivateFiles.replace(home.vault(), fresh.file().toArray());
            return fresh.vault();
        } catch (IOException e) {
            throw Failures.home(e, home.vault());
        }
    }

    /** Unwraps the vault key of {@code home}; {@code passphrase} is asked only if it needs one. */
    static Vault open(Home home, Passphrase passphrase, SecureRandom random) throws HomeException, VaultException {
        return open(home, passphrase, random, Argon2::usual);
    }

    /** As above; where {@code usual} costs more than what the vault file says, the key is wrapped anew by that. */
    static Vault open(Home home, Passphrase passphrase, SecureRandom random, Function<Bytes, Argon2> usual)
            throws HomeException, VaultException {
        VaultFile file = read(home);
        char[] given = file.kdf().isPresent() ? passphrase.ask().orElseThrow(() -> needsPassphrase(home)) : new char[0];
        try {
            byte[] key = unwrap(home, file, given, random);
            try {
                Argon2 better = usual.apply(salt(random));
                if (file.kdf().isPresent() && file.kdf().get().isWeakerThan(better)) {
                    strengthen(home, better, given, key, random);
                }
                return new Vault(new Sealer(key, random));
            } finally {
                Arrays.fill(key, (byte) 0);
            }
        } finally {
            Arrays.fill(given, '\0');
        }
    }

    private static byte[] unwrap(Home home, VaultFile file, char[] given, SecureRandom random)
            throws HomeException, VaultException {
        byte[] wrapping = file.kdf().isPresent() ? file.kdf().get().stretch(given.clone()) : readKeyFile(home);
        try {
            return new Sealer(wrapping, random)
                    .open(wrapContext(file.header()), file.sealedKey().toArray());
        } catch (GeneralSecurityException e) {
            throw wrongKey(home, file);
        } finally {
            Arrays.fill(wrapping, (byte) 0);
        }
    }

    /** The same vault key under the same passphrase, which will cost more to guess. */
    private static void strengthen(Home home, Argon2 kdf, char[] given, byte[] key, SecureRandom random) {
        byte[] wrapping = kdf.stretch(given.clone());
        try {
            PrivateFiles.replace(
                    home.vault(), wrap(Optional.of(kdf), wrapping, key, random).toArray());
        } catch (IOException e) {
            // A full or read-only disk: the vault stays as it is until the next time.
            return;
        } finally {
            Arrays.fill(wrapping, (byte) 0);
        }
    }

    private static Bytes salt(SecureRandom random) {
        return Bytes.wrap(random(Argon2.SALT_LENGTH, random));
    }

    /** Whether opening {@code home} takes a passphrase. */
    public static boolean needsPassphrase(Path home) throws HomeException, VaultException {
        return read(new Home(home)).kdf().isPresent();
    }

    /** Seals {@code plain} so that it opens only at the same {@code table} and {@code key}. */
    byte[] seal(String table, Bytes key, byte[] plain) {
        return sealer.seal(sealContext(table, key), plain);
    }

    byte[] open(String table, Bytes key, byte[] sealed) throws GeneralSecurityException {
        return sealer.open(sealContext(table, key), sealed);
    }

    /** Table names are kith's own and hold no NUL, so that no two places have one context. */
    private static Bytes sealContext(String table, Bytes key) {
        return Bytes.concat(SEAL_CONTEXT, Bytes.utf8("\0" + table + "\0"), key);
    }

    private static Bytes wrapContext(Bytes header) {
        return Bytes.concat(WRAP_CONTEXT, header);
    }

    private static VaultFile read(Home home) throws HomeException, VaultException {
        VaultFile file;
        try (InputStream in = Files.newInputStream(home.vault())) {
            file = VaultFile.decode(in.readNBytes(VaultFile.MAX_LENGTH));
        } catch (IOException e) {
            throw Failures.home(e, home.vault());
        } catch (MalformedException e) {
            throw damaged(home);
        }
        if (file.format() > VaultFile.FORMAT) {
            throw new VaultException(
                    Kind.NEWER,
                    home.vault() + " has format " + file.format()
                            + ", made by a later kith; use that, or update this one");
        }
        if (file.format() < 1) {
            throw damaged(home);
        }
        return file;
    }

    private static byte[] readKeyFile(Home home) throws HomeException, VaultException {
        try (InputStream in = Files.newInputStream(home.keyFile())) {
            byte[] key = in.readNBytes(Sealer.KEY_LENGTH + 1);
            if (key.length != Sealer.KEY_LENGTH) {
                throw new VaultException(Kind.KEY_FILE_WRONG, keyFile(home, " is not the key file of this home"));
            }
            return key;
        } catch (NoSuchFileException e) {
            throw new VaultException(Kind.KEY_FILE_MISSING, keyFile(home, " is missing"));
        } catch (IOException e) {
            throw Failures.home(e, home.keyFile());
        }
    }

    private static String keyFile(Home home, String what) {
        return "the key file " + home.keyFile() + what
                + "; put the right one back, or join again from another device in another --home";
    }

    private static VaultException needsPassphrase(Home home) {
        return new VaultException(
                Kind.PASSPHRASE_MISSING,
                "the home " + home.directory() + " needs its passphrase; give it with --passphrase-file");
    }

    private static VaultException wrongKey(Home home, VaultFile file) {
        return file.kdf().isPresent()
                ? new VaultException(
                        Kind.PASSPHRASE_WRONG, "this is not the passphrase of the home " + home.directory())
                : new VaultException(Kind.KEY_FILE_WRONG, keyFile(home, " is not the key file of this home"));
    }

    private static VaultException damaged(Home home) {
        return new VaultException(
                Kind.DAMAGED, "the file " + home.vault() + " is damaged; put a copy back, or restore a backup");
    }

    private static byte[] random(int length, SecureRandom random) {
        byte[] octets = new byte[length];
        random.nextBytes(octets);
        return octets;
    }
}
