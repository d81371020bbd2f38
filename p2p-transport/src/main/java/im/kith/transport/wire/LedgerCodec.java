package im.kith.transport.wire;

import static im.kith.transport.wire.Proto.LEN;
import static im.kith.transport.wire.Proto.VARINT;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import im.kith.core.account.Statement;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.core.replica.Frame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The octets of {@link Frame.LedgerIds} and {@link Frame.LedgerStatements}. */
final class LedgerCodec {

    private static final int ID_LENGTH = 32;

    /** Most statement ids in a frame, one after the other without separators. */
    static final int MAX_IDS = 32_000;

    private static final int IDS = 1;

    private static final int STATEMENT = 1;
    private static final int LAST = 2;
    private static final int OCTETS = 1;
    private static final int SIGNATURE = 2;

    private LedgerCodec() {}

    static void write(CodedOutputStream out, Frame.LedgerIds frame) throws IOException {
        Proto.write(out, IDS, Bytes.concat(frame.ids().toArray(Bytes[]::new)));
    }

    static Frame.LedgerIds readIds(byte[] octets) throws MalformedException {
        List<Bytes> ids = new ArrayList<>();
        Proto.read("ledger ids", octets, (tag, in) -> {
            if (tag != (IDS << 3 | LEN)) {
                return false;
            }
            byte[] all = in.readByteArray();
            if (all.length % ID_LENGTH != 0 || all.length / ID_LENGTH + ids.size() > MAX_IDS) {
                throw new MalformedException("ledger ids: " + all.length + " octets of ids");
            }
            for (int at = 0; at < all.length; at += ID_LENGTH) {
                ids.add(Bytes.wrap(Arrays.copyOfRange(all, at, at + ID_LENGTH)));
            }
            return true;
        });
        return new Frame.LedgerIds(ids);
    }

    static void write(CodedOutputStream out, Frame.LedgerStatements frame) throws IOException {
        for (Statement statement : frame.statements()) {
            out.writeByteArray(STATEMENT, Proto.message(message -> {
                Proto.write(message, OCTETS, statement.octets());
                Proto.write(message, SIGNATURE, statement.signature());
            }));
        }
        out.writeBool(LAST, frame.last());
    }

    static Frame.LedgerStatements readStatements(byte[] octets) throws MalformedException {
        Statements statements = new Statements();
        Proto.read("ledger statements", octets, statements::take);
        return new Frame.LedgerStatements(statements.list, statements.last);
    }

    private static final class Statements {
        private final List<Statement> list = new ArrayList<>();
        private boolean last;

        private boolean take(int tag, CodedInputStream in) throws IOException, MalformedException {
            switch (tag) {
                case STATEMENT << 3 | LEN -> list.add(statement(in.readByteArray()));
                case LAST << 3 | VARINT -> last = in.readBool();
                default -> {
                    return false;
                }
            }
            return true;
        }

        private static Statement statement(byte[] octets) throws MalformedException {
            Bytes[] parts = {Bytes.EMPTY, Bytes.EMPTY};
            Proto.read("ledger statement", octets, (tag, in) -> {
                switch (tag) {
                    case OCTETS << 3 | LEN -> parts[0] = Bytes.wrap(in.readByteArray());
                    case SIGNATURE << 3 | LEN -> parts[1] = Bytes.wrap(in.readByteArray());
                    default -> {
                        return false;
                    }
                }
                return true;
            });
            return new Statement(parts[0], parts[1]);
        }
    }
}
