package im.kith.core.account;

import com.google.protobuf.CodedOutputStream;
import im.kith.core.account.StatementBody.Admit;
import im.kith.core.account.StatementBody.Keep;
import im.kith.core.account.StatementBody.Rename;
import im.kith.core.account.StatementBody.Revoke;
import im.kith.core.account.StatementBody.Secrets;
import im.kith.core.account.StatementBody.Tag;
import im.kith.core.account.StatementBody.Unknown;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The octets of what a statement says, kind by kind: protobuf messages, given in docs/protocol.md. */
final class BodyCodec {

    static final int ADMIT = 1;
    static final int REVOKE = 2;
    static final int KEEP = 3;
    static final int RENAME = 4;
    static final int SECRETS = 5;
    static final int TAG = 6;

    private BodyCodec() {}

    static int kindOf(StatementBody body) {
        if (body instanceof Admit) {
            return ADMIT;
        } else if (body instanceof Revoke) {
            return REVOKE;
        } else if (body instanceof Keep) {
            return KEEP;
        } else if (body instanceof Rename) {
            return RENAME;
        } else if (body instanceof Secrets) {
            return SECRETS;
        } else if (body instanceof Tag) {
            return TAG;
        }
        return ((Unknown) body).kind();
    }

    static Bytes encode(StatementBody body) {
        return body instanceof Unknown unknown ? unknown.body() : Fields.write(out -> write(body, out));
    }

    private static void write(StatementBody body, CodedOutputStream out) throws IOException {
        if (body instanceof Admit admit) {
            write(1, admit.keys().encode(), out);
            out.writeString(2, admit.name());
            if (admit.proof().isPresent()) {
                write(3, admit.proof().get(), out);
            }
            if (admit.successorOf().isPresent()) {
                write(4, admit.successorOf().get().value(), out);
            }
        } else if (body instanceof Revoke revoke) {
            write(1, revoke.device().value(), out);
            writeAll(2, revoke.accepted(), out);
            writeAll(3, revoke.rejected(), out);
            writeAll(4, revoke.kept(), out);
        } else if (body instanceof Keep keep) {
            write(1, keep.device().value(), out);
            for (KeptRun run : keep.runs()) {
                write(2, run.encode(), out);
            }
        } else if (body instanceof Rename rename) {
            write(1, rename.device().value(), out);
            out.writeString(2, rename.name());
        } else if (body instanceof Secrets secrets) {
            writeRecipients(secrets.recipients(), out);
            for (String id : secrets.ids()) {
                out.writeString(2, id);
            }
            write(3, secrets.message(), out);
        } else if (body instanceof Tag tag) {
            writeRecipients(tag.recipients(), out);
            out.writeString(2, tag.id());
            write(3, tag.message(), out);
        }
    }

    private static void write(int field, Bytes octets, CodedOutputStream out) throws IOException {
        out.writeByteArray(field, octets.toArray());
    }

    private static void writeAll(int field, Set<Bytes> values, CodedOutputStream out) throws IOException {
        for (Bytes value : values) {
            write(field, value, out);
        }
    }

    private static void writeRecipients(Set<DeviceId> recipients, CodedOutputStream out) throws IOException {
        for (DeviceId recipient : recipients) {
            write(1, recipient.value(), out);
        }
    }

    /** Reads a body; what exceeds a limit is an {@link IllegalArgumentException} of the record. */
    static StatementBody decode(int kind, Bytes octets) throws MalformedException {
        return switch (kind) {
            case ADMIT -> admit(Fields.read(octets, "admit"));
            case REVOKE -> revoke(Fields.read(octets, "revoke"));
            case KEEP -> keep(Fields.read(octets, "keep"));
            case RENAME -> rename(Fields.read(octets, "rename"));
            case SECRETS -> secrets(Fields.read(octets, "secrets"));
            case TAG -> tag(Fields.read(octets, "tag"));
            default -> new Unknown(kind, octets);
        };
    }

    private static Admit admit(Fields fields) throws MalformedException {
        Optional<DeviceId> successorOf = fields.optional(4).map(DeviceId::new);
        return new Admit(DeviceKeys.decode(fields.required(1)), fields.text(2), fields.optional(3), successorOf);
    }

    private static Revoke revoke(Fields fields) throws MalformedException {
        return new Revoke(
                new DeviceId(fields.required(1)),
                new HashSet<>(fields.all(2)),
                new HashSet<>(fields.all(3)),
                new HashSet<>(fields.all(4)));
    }

    private static Keep keep(Fields fields) throws MalformedException {
        List<KeptRun> runs = new ArrayList<>();
        for (Bytes run : fields.all(2)) {
            runs.add(KeptRun.decode(run));
        }
        return new Keep(new DeviceId(fields.required(1)), runs);
    }

    private static Rename rename(Fields fields) throws MalformedException {
        return new Rename(new DeviceId(fields.required(1)), fields.text(2));
    }

    private static Secrets secrets(Fields fields) throws MalformedException {
        return new Secrets(recipients(fields), new HashSet<>(fields.texts(2)), fields.required(3));
    }

    private static Tag tag(Fields fields) throws MalformedException {
        return new Tag(recipients(fields), fields.text(2), fields.required(3));
    }

    private static Set<DeviceId> recipients(Fields fields) {
        Set<DeviceId> recipients = new HashSet<>();
        fields.all(1).forEach(id -> recipients.add(new DeviceId(id)));
        return recipients;
    }
}
