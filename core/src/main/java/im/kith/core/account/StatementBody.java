package im.kith.core.account;

import im.kith.core.octets.Bytes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a ledger statement says; one record per kind. Sets are sorted, so that a body has one encoding. */
public sealed interface StatementBody {

    /** Most ids of statements in either list of a revocation: all that one signer can have made. */
    int MAX_IDS = LedgerLimits.ORDINARY + LedgerLimits.REVOKING;

    /** Most recipients, and most secret ids, of one statement. */
    int MAX_LISTED = 256;

    /**
     * A device becomes a member; the founding statement is one too.
     *
     * @param proof the new device's signature (docs/protocol.md); absent in the founding statement only, which it signs
     *     itself
     * @param successorOf the signer, when the device replaces it after a restore or on another machine
     */
    record Admit(DeviceKeys keys, String name, Optional<Bytes> proof, Optional<DeviceId> successorOf)
            implements StatementBody {
        public Admit {
            DeviceName.check(name);
            if (proof.isPresent() && proof.get().length() != SignatureSuite.SIGNATURE_LENGTH) {
                throw new IllegalArgumentException("proof of " + proof.get().length() + " octets");
            }
        }
    }

    /**
     * A device is a member no more.
     *
     * @param accepted ids of its statements that stand nevertheless
     * @param rejected ids of its statements that fall, whoever else accepts them
     * @param kept ids of the signer's {@link Keep} statements that list which of its versions stand
     */
    record Revoke(DeviceId device, Set<Bytes> accepted, Set<Bytes> rejected, Set<Bytes> kept) implements StatementBody {
        public Revoke {
            accepted = sorted("accepted ids", accepted, MAX_IDS);
            rejected = sorted("rejected ids", rejected, MAX_IDS);
            kept = sorted("keep statements", kept, LedgerLimits.REVOKING);
            Stream.of(accepted, rejected, kept).flatMap(Set::stream).forEach(id -> {
                if (id.length() != DeviceKeys.HASH_LENGTH) {
                    throw new IllegalArgumentException("statement id of " + id.length() + " octets");
                }
            });
        }
    }

    /** A chunk of a revocation's kept list; stated before the revocation that names it. */
    final class Keep implements StatementBody {

        /** Leaves room in a statement for everything but the runs. */
        private static final int MAX_LENGTH = Statement.MAX_LENGTH - 512;

        private final DeviceId device;
        private final List<KeptRun> runs;

        Keep(DeviceId device, List<KeptRun> runs) {
            if (runs.isEmpty()) {
                throw new IllegalArgumentException("keeps nothing");
            }
            this.device = device;
            this.runs = List.copyOf(runs);
        }

        /** {@code kept} versions of {@code device} in as few chunks as they fit in. */
        public static List<Keep> chunks(DeviceId device, Collection<Kept> kept) {
            List<Keep> chunks = new ArrayList<>();
            List<KeptRun> runs = new ArrayList<>();
            List<Kept> run = new ArrayList<>();
            int length = 0;
            for (Kept next : new TreeSet<>(kept)) {
                boolean full = length + KeptRun.MAX_OVERHEAD + KeptRun.MAX_ENTRY_LENGTH > MAX_LENGTH;
                if (!run.isEmpty() && (full || !run.get(0).replica().equals(next.replica()))) {
                    runs.add(KeptRun.of(run));
                    run.clear();
                }
                if (full) {
                    chunks.add(new Keep(device, runs));
                    runs.clear();
                    length = 0;
                }
                length += KeptRun.MAX_ENTRY_LENGTH + (run.isEmpty() ? KeptRun.MAX_OVERHEAD : 0);
                run.add(next);
            }
            if (!run.isEmpty()) {
                runs.add(KeptRun.of(run));
                chunks.add(new Keep(device, runs));
            }
            return chunks;
        }

        /** The device whose versions these are. */
        public DeviceId device() {
            return device;
        }

        public Stream<Kept> kept() {
            return runs.stream().flatMap(KeptRun::stream);
        }

        List<KeptRun> runs() {
            return runs;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Keep that && device.equals(that.device) && runs.equals(that.runs);
        }

        @Override
        public int hashCode() {
            return 31 * device.hashCode() + runs.hashCode();
        }

        @Override
        public String toString() {
            return "Keep[" + device + ", " + runs.size() + " runs]";
        }
    }

    /** A device gets another name. */
    record Rename(DeviceId device, String name) implements StatementBody {
        public Rename {
            DeviceName.check(name);
        }
    }

    /**
     * Shared secrets for other devices; which node they are for is inside the message only.
     *
     * @param ids of the shared secrets (XEP-0473) in the message
     * @param message OpenPGP, signed by the statement's signer and encrypted to the recipients
     */
    record Secrets(Set<DeviceId> recipients, Set<String> ids, Bytes message) implements StatementBody {
        public Secrets {
            recipients = sorted("recipients", recipients, MAX_LISTED);
            ids = sorted("secret ids", ids, MAX_LISTED);
            ids.forEach(StatementBody::checkSecretId);
            checkMessage(message);
        }
    }

    /** A new discovery key for other devices, as {@link Secrets} is for shared secrets. */
    record Tag(Set<DeviceId> recipients, String id, Bytes message) implements StatementBody {
        public Tag {
            recipients = sorted("recipients", recipients, MAX_LISTED);
            checkSecretId(id);
            checkMessage(message);
        }
    }

    /** A kind of a later release: kept and passed on, without effect here. */
    record Unknown(int kind, Bytes body) implements StatementBody {
        public Unknown {
            if (kind < 0 || StatementCodec.isKnown(kind)) {
                throw new IllegalArgumentException("kind " + kind);
            }
        }
    }

    private static <T extends Comparable<T>> Set<T> sorted(String what, Set<T> set, int max) {
        if (set.size() > max) {
            throw new IllegalArgumentException(set.size() + " " + what + ", more than " + max);
        }
        return Collections.unmodifiableSortedSet(new TreeSet<>(set));
    }

    private static void checkSecretId(String id) {
        if (id.isEmpty() || id.length() > 128 || !id.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("secret id of " + id.length() + " characters");
        }
    }

    private static void checkMessage(Bytes message) {
        if (message.isEmpty()) {
            throw new IllegalArgumentException("an empty OpenPGP message");
        }
    }
}
