package im.kith.core.device;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import im.kith.core.account.DeviceId;
import im.kith.core.account.Ledger;
import im.kith.core.account.SignatureSuite;
import im.kith.core.account.SignedStatement;
import im.kith.core.account.Statement;
import im.kith.core.account.StatementBody.Admit;
import im.kith.core.account.Trust;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.core.openpgp.DecryptionException;
import im.kith.core.openpgp.ItemCipher;
import im.kith.core.openpgp.SharedSecret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a successor shows in its TLS certificate, so that a device that has never heard of it lets it in: the statements that admit it,
 * encrypted under the discovery key.
 *
 * <p>Without it a restored home and its original would wait for each other for ever: nobody else may be there to tell either of the other,
 * and nothing is told before TLS has judged the key.
 *
 * @param ledger with the statements taken
 * @param fresh those that were new
 * @param device who shows it
 */
public record Introduction(Ledger ledger, List<Statement> fresh, DeviceId device) {

    /** Octets of the longest one, which a certificate must hold. */
    public static final int MAX_LENGTH = 64 * 1024;

    /** Admissions in one: a successor's of a successor's, and so on. */
    private static final int MAX_STATEMENTS = 8;

    private static final int STATEMENT = 1;

    /** What {@code device} is to show; empty if the others know it from its pairing. */
    static Optional<Bytes> of(Ledger ledger, DeviceId device, Optional<SharedSecret> discovery, SecureRandom random) {
        List<Statement> admissions = new ArrayList<>();
        Optional<DeviceId> next = Optional.of(device);
        while (next.isPresent() && admissions.size() < MAX_STATEMENTS) {
            Optional<SignedStatement> admission = admission(ledger, next.get());
            admission.ifPresent(statement -> admissions.add(0, statement.statement()));
            next = admission.map(SignedStatement::signer);
        }
        if (admissions.isEmpty() || discovery.isEmpty()) {
            return Optional.empty();
        }
        Bytes sealed = new ItemCipher(random).encrypt(discovery.get(), encode(admissions));
        return sealed.length() > MAX_LENGTH ? Optional.empty() : Optional.of(sealed);
    }

    /** The statement that admits {@code device} as somebody's successor. */
    private static Optional<SignedStatement> admission(Ledger ledger, DeviceId device) {
        return ledger.statements().stream()
                .filter(statement -> statement.body() instanceof Admit admit
                        && admit.successorOf().isPresent()
                        && DeviceId.of(ledger.account(), admit.keys()).equals(device))
                .findFirst();
    }

    /** Reads what whoever has a TLS key of {@code keyHash} shows; empty unless it makes that a member's key. */
    static Optional<Introduction> read(
            Bytes sealed, Bytes keyHash, Ledger ledger, List<SharedSecret> discovery, SecureRandom random) {
        if (sealed.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        for (SharedSecret secret : discovery) {
            try {
                List<Statement> statements = decode(new ItemCipher(random).decrypt(sealed, secret));
                var receipt = ledger.receive(statements, ledger.me());
                return receipt.ledger().byTlsKey(keyHash).stream()
                        .filter(device -> device.standing() == Trust.Standing.IN)
                        .findFirst()
                        .map(device -> new Introduction(receipt.ledger(), receipt.fresh(), device.id()));
            } catch (DecryptionException | MalformedException e) {
                // under another key, or nothing that can be believed: the next one, then a stranger
            }
        }
        return Optional.empty();
    }

    private static Bytes encode(List<Statement> statements) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(octets);
            for (Statement statement : statements) {
                out.writeByteArray(
                        STATEMENT,
                        Bytes.concat(statement.signature(), statement.octets()).toArray());
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return Bytes.wrap(octets.toByteArray());
    }

    private static List<Statement> decode(Bytes octets) throws MalformedException {
        List<Statement> statements = new ArrayList<>();
        try {
            CodedInputStream in = CodedInputStream.newInstance(octets.toBuffer());
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (tag >>> 3 == STATEMENT && statements.size() < MAX_STATEMENTS) {
                    Bytes each = Bytes.wrap(in.readByteArray());
                    int split = SignatureSuite.SIGNATURE_LENGTH;
                    byte[] whole = each.toArray();
                    if (whole.length <= split) {
                        throw new MalformedException("statement of " + whole.length + " octets");
                    }
                    statements.add(new Statement(
                            Bytes.wrap(java.util.Arrays.copyOfRange(whole, split, whole.length)), each.first(split)));
                } else {
                    in.skipField(tag);
                }
            }
            return statements;
        } catch (IOException | IllegalArgumentException e) {
            throw new MalformedException("introduction: " + e.getMessage(), e);
        }
    }
}
