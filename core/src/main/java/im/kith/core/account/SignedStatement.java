package im.kith.core.account;

import im.kith.core.clock.Hlc;
import im.kith.core.octets.Bytes;
import java.util.Comparator;
import java.util.Optional;

/**
 * A statement with what it says read out of its octets.
 *
 * <p>The founding statement carries neither account nor signer: its id is the account, and who signed it is whom it admits.
 */
public record SignedStatement(
        Statement statement, Bytes id, AccountId account, DeviceId signer, Hlc hlc, StatementBody body) {

    /** Earlier ones first, as their signers' clocks had it; the id decides between equals. */
    public static final Comparator<SignedStatement> BY_TIME =
            Comparator.comparing(SignedStatement::hlc).thenComparing(SignedStatement::id);

    private static final Bytes DOMAIN = Bytes.utf8("kith-ledger-1");

    /** Whether this is the statement that founded its account. */
    public boolean isFounding() {
        return id.equals(account.value());
    }

    /** The device that this admits. */
    Optional<DeviceId> admitted() {
        return body instanceof StatementBody.Admit admit
                ? Optional.of(isFounding() ? signer : DeviceId.of(account, admit.keys()))
                : Optional.empty();
    }

    /** Whether this is one of the kinds that have room of their own. */
    boolean isRevoking() {
        return isRevoking(body);
    }

    static boolean isRevoking(StatementBody body) {
        return body instanceof StatementBody.Revoke || body instanceof StatementBody.Keep;
    }

    /** What the signature of a statement with these {@code octets} is over. */
    static Bytes signedMessage(Bytes octets) {
        return Bytes.concat(DOMAIN, octets);
    }

    boolean isSignedBy(Bytes key, SignatureSuite suite) {
        return suite.verify(key, signedMessage(statement.octets()), statement.signature());
    }
}
