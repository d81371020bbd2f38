package im.kith.transport.engine;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import im.kith.core.account.AccountId;
import im.kith.core.account.Statement;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What an inviting device hands to the new one: which account, and its whole ledger. A protobuf message, given in
 * docs/protocol.md.
 */
record LedgerParcel(AccountId account, List<Statement> statements) {

    private static final int ACCOUNT = 1;
    private static final int STATEMENT = 2;
    private static final int OCTETS = 1;
    private static final int SIGNATURE = 2;

    LedgerParcel {
        statements = List.copyOf(statements);
    }

    Bytes encode() {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(octets);
            out.writeByteArray(ACCOUNT, account.value().toArray());
            for (Statement statement : statements) {
                out.writeByteArray(STATEMENT, encode(statement));
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return Bytes.wrap(octets.toByteArray());
    }

    private static byte[] encode(Statement statement) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(octets);
        out.writeByteArray(OCTETS, statement.octets().toArray());
        out.writeByteArray(SIGNATURE, statement.signature().toArray());
        out.flush();
        return octets.toByteArray();
    }

    static LedgerParcel decode(Bytes octets) throws MalformedException {
        Bytes account = Bytes.EMPTY;
        List<Statement> statements = new ArrayList<>();
        try {
            CodedInputStream in = CodedInputStream.newInstance(octets.toBuffer());
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (tag >>> 3) {
                    case ACCOUNT -> account = Bytes.wrap(in.readByteArray());
                    case STATEMENT -> statements.add(statement(in.readByteArray()));
                    default -> in.skipField(tag);
                }
            }
            return new LedgerParcel(new AccountId(account), statements);
        } catch (IOException | IllegalArgumentException e) {
            throw new MalformedException("ledger parcel: " + e.getMessage(), e);
        }
    }

    private static Statement statement(byte[] octets) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(octets);
        Bytes body = Bytes.EMPTY;
        Bytes signature = Bytes.EMPTY;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag >>> 3) {
                case OCTETS -> body = Bytes.wrap(in.readByteArray());
                case SIGNATURE -> signature = Bytes.wrap(in.readByteArray());
                default -> in.skipField(tag);
            }
        }
        return new Statement(body, signature);
    }
}
