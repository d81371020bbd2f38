package im.kith.core.device;

import im.kith.core.account.Device;
import im.kith.core.account.DeviceId;
import im.kith.core.account.Ledger;
import im.kith.core.replica.Notice;
import java.util.Optional;

/** The notices of a replica that the user should hear of, in words. */
final class Warnings {

    static final String DIGEST_MISMATCH = "digest-mismatch";

    private Warnings() {}

    /** What the difference to {@code peer} is kept as, so that agreeing with another device does not settle it. */
    static String difference(DeviceId peer) {
        return DIGEST_MISMATCH + "/" + peer;
    }

    /** What the warning that {@code notice} gives is kept as. */
    static String kept(Notice notice, DeviceEvent.Warning warning) {
        return notice instanceof Notice.DigestMismatch mismatch ? difference(mismatch.peer()) : warning.what();
    }

    static Optional<DeviceEvent.Warning> of(Notice notice, Ledger ledger) {
        if (notice instanceof Notice.ReplicaChanged changed) {
            return Optional.of(new DeviceEvent.Warning(
                    "replica-changed", "this device writes under a fresh replica id: " + changed.why()));
        }
        if (notice instanceof Notice.DotReused reused) {
            return Optional.of(new DeviceEvent.Warning(
                    "dot-reused",
                    "two different writes have the name " + reused.dot()
                            + ": a home was copied or rolled back unnoticed. Both are kept."));
        }
        if (notice instanceof Notice.DigestMismatch mismatch) {
            return Optional.of(new DeviceEvent.Warning(
                    DIGEST_MISMATCH,
                    "this device and " + name(mismatch.peer(), ledger)
                            + " should hold the same but do not"
                            + (mismatch.afterFullPass()
                                    ? ", even after a full pass: please report this."
                                    : ": kith sync --full exchanges everything.")));
        }
        return Optional.empty();
    }

    private static String name(DeviceId device, Ledger ledger) {
        return ledger.device(device).map(Device::name).orElse(device.toString().substring(0, 8));
    }
}
