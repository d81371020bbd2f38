package im.kith.core.openpgp;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPEncryptedDataGenerator;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPLiteralDataGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPBEKeyEncryptionMethodGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPGPDataEncryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;

/**
 * Writes one OpenPGP message of any length under a passphrase that a person keeps, such as a backup.
 *
 * <p>A passphrase's session key packet (version 4, AES-256), integrity protected data (version 1), one literal packet: what {@code gpg
 * --decrypt} of any age opens. Unlike an item's secret the passphrase is stretched, by the largest count that OpenPGP has.
 */
public final class PassphraseSealing extends FilterOutputStream {

    /** The coded iteration count: 65,011,712 octets hashed. */
    private static final int CODED_COUNT = 0xff;

    private static final int PIECE = 1 << 16;

    private final OutputStream encrypted;
    private boolean closed;

    private PassphraseSealing(OutputStream encrypted, OutputStream literal) {
        super(literal);
        this.encrypted = encrypted;
    }

    /**
     * Begins a message into {@code out}; closing it ends the message and leaves {@code out} open.
     *
     * @param name of the file inside, for who opens it with another program
     */
    public static PassphraseSealing into(
            OutputStream out, char[] passphrase, String name, Instant time, SecureRandom random) throws IOException {
        BcPGPDataEncryptorBuilder encryptor = new BcPGPDataEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256);
        encryptor.setWithIntegrityPacket(true);
        encryptor.setSecureRandom(random);
        PGPEncryptedDataGenerator generator = new PGPEncryptedDataGenerator(encryptor);
        // a session key of its own makes a wrong passphrase told from a damaged message, but for one in 2^24
        generator.setForceSessionKey(true);
        try {
            BcPBEKeyEncryptionMethodGenerator method = new BcPBEKeyEncryptionMethodGenerator(
                    passphrase, new BcPGPDigestCalculatorProvider().get(HashAlgorithmTags.SHA256), CODED_COUNT);
            method.setSecureRandom(random);
            generator.addMethod(method);
            OutputStream encrypted = generator.open(out, new byte[PIECE]);
            OutputStream literal = new PGPLiteralDataGenerator()
                    .open(encrypted, PGPLiteralData.BINARY, name, Date.from(time), new byte[PIECE]);
            return new PassphraseSealing(encrypted, literal);
        } catch (PGPException e) {
            throw new IllegalStateException("a message cannot be begun", e);
        }
    }

    @Override
    public void write(byte[] octets, int from, int length) throws IOException {
        out.write(octets, from, length);
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            out.close();
            encrypted.close();
        }
    }
}
