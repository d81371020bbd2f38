package im.kith.core.account;

import im.kith.core.account.StatementBody.Admit;
import im.kith.core.account.StatementBody.Keep;
import im.kith.core.clock.Hlc;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import java.util.Optional;

/** The octets of a statement: a protobuf message, given in docs/protocol.md. */
final class StatementCodec {

    private static final int ACCOUNT = 1;
    private static final int SIGNER = 2;
    private static final int KIND = 3;
    private static final int HLC = 4;
    private static final int BODY = 5;

    private StatementCodec() {}

    static boolean isKnown(int kind) {
        return kind >= BodyCodec.ADMIT && kind <= BodyCodec.TAG;
    }

    static Bytes encode(AccountId account, DeviceId signer, Hlc hlc, StatementBody body) {
        return encode(Optional.of(account), Optional.of(signer), hlc, body);
    }

    static Bytes encodeFounding(Hlc hlc, Admit body) {
        return encode(Optional.empty(), Optional.empty(), hlc, body);
    }

    private static Bytes encode(Optional<AccountId> account, Optional<DeviceId> signer, Hlc hlc, StatementBody body) {
        return Fields.write(out -> {
            if (account.isPresent()) {
                out.writeByteArray(ACCOUNT, account.get().value().toArray());
            }
            if (signer.isPresent()) {
                out.writeByteArray(SIGNER, signer.get().value().toArray());
            }
            out.writeUInt32(KIND, BodyCodec.kindOf(body));
            out.writeFixed64(HLC, hlc.packed());
            out.writeByteArray(BODY, BodyCodec.encode(body).toArray());
        });
    }

    /** Reads what {@code statement} says; its signature is not looked at. */
    static SignedStatement parse(Statement statement) throws MalformedException {
        Fields fields = Fields.read(statement.octets(), "statement");
        try {
            long kind = fields.number(KIND);
            if (kind < 0 || kind > Integer.MAX_VALUE) {
                throw new MalformedException("statement: kind " + kind);
            }
            StatementBody body = BodyCodec.decode((int) kind, fields.required(BODY));
            if (!(body instanceof Keep) && statement.octets().length() > LedgerLimits.STATEMENT_LENGTH) {
                throw new MalformedException("statement: " + statement.octets().length() + " octets of kind " + kind);
            }
            Hlc hlc = new Hlc(fields.fixed64(HLC));
            Optional<Bytes> account = fields.optional(ACCOUNT);
            Optional<Bytes> signer = fields.optional(SIGNER);
            if (account.isEmpty() && signer.isEmpty()) {
                return founding(statement, hlc, body);
            }
            return addressed(statement, fields.required(ACCOUNT), fields.required(SIGNER), hlc, body);
        } catch (IllegalArgumentException e) {
            throw new MalformedException("statement: " + e.getMessage(), e);
        }
    }

    private static SignedStatement founding(Statement statement, Hlc hlc, StatementBody body)
            throws MalformedException {
        if (!(body instanceof Admit admit)
                || admit.proof().isPresent()
                || admit.successorOf().isPresent()) {
            throw new MalformedException("statement: without account and signer, but does not found an account");
        }
        Bytes id = statement.id();
        AccountId account = new AccountId(id);
        return new SignedStatement(statement, id, account, DeviceId.of(account, admit.keys()), hlc, admit);
    }

    private static SignedStatement addressed(
            Statement statement, Bytes account, Bytes signerId, Hlc hlc, StatementBody body) throws MalformedException {
        DeviceId signer = new DeviceId(signerId);
        if (body instanceof Admit admit) {
            if (admit.proof().isEmpty()) {
                throw new MalformedException("statement: admits without the new device's proof");
            }
            if (admit.successorOf().isPresent() && !admit.successorOf().get().equals(signer)) {
                throw new MalformedException("statement: names a successor of another device than the signer");
            }
        }
        return new SignedStatement(statement, statement.id(), new AccountId(account), signer, hlc, body);
    }
}
