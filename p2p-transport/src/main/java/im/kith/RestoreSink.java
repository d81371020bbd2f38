package im.kith;

import im.kith.core.account.DeviceSecrets;
import im.kith.core.account.Ledger;
import im.kith.core.account.Statement;
import im.kith.core.backup.BackupHead;
import im.kith.core.backup.BackupSink;
import im.kith.core.device.DeviceIdentity;
import im.kith.core.device.Succession;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.core.replica.BatchVerifier;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.VersionStore.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes a backup: the head is judged at once, versions are handed on when their author is known. */
final class RestoreSink implements BackupSink {

    /** Where versions go. */
    @FunctionalInterface
    interface Versions {
        void take(Ledger ledger, List<Stored> versions) throws MalformedException, StoreException;
    }

    private final Versions versions;
    private Succession.@Nullable Estate estate;

    RestoreSink(Versions versions) {
        this.versions = versions;
    }

    @Override
    public void head(BackupHead head, Map<String, Bytes> settings, List<Statement> statements)
            throws MalformedException {
        DeviceIdentity identity;
        try {
            identity = new DeviceIdentity(DeviceSecrets.decode(head.deviceSecrets()));
            estate = Succession.Estate.foreign(identity, head.state(), settings, statements);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new MalformedException("the backup's keys cannot be read", e);
        }
    }

    Succession.Estate estate() {
        if (estate == null) {
            throw new IllegalStateException("no head yet");
        }
        return estate;
    }

    /** Versions of nobody that the ledger knows are left out: no other device would take them. */
    @Override
    public void versions(List<Stored> stored) throws MalformedException, StoreException {
        Ledger ledger = estate().ledger();
        versions.take(
                ledger,
                stored.stream()
                        .filter(each -> signingKey(ledger, each).isPresent())
                        .toList());
    }

    private static Optional<Bytes> signingKey(Ledger ledger, Stored stored) {
        return ledger.byTag(stored.version().dot().replica().deviceTag()).flatMap(ledger::signingKey);
    }

    /** Keeps nothing, and verifies the signature of every version. */
    static Versions check(BatchVerifier verifier) {
        return (ledger, stored) -> {
            List<BatchVerifier.Claim> claims = new ArrayList<>(stored.size());
            for (Stored each : stored) {
                signingKey(ledger, each)
                        .ifPresent(key -> claims.add(new BatchVerifier.Claim(
                                key,
                                each.version().signedOctets(ledger.account()),
                                each.version().signature())));
            }
            int good = verifier.firstBad(claims);
            if (good < claims.size()) {
                throw new MalformedException("the backup has a version with a bad signature: "
                        + stored.get(good).version().dot());
            }
        };
    }
}
