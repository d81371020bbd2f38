package im.kith.core.replica;

import im.kith.core.account.DeviceId;
import im.kith.core.account.Kept;
import im.kith.core.account.KeptList;
import im.kith.core.account.Trust;
import im.kith.core.account.Trust.Standing;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a ledger decides about devices and their versions, in the view of one device (R11); worked out once for each ledger.
 *
 * <p>While the verdict stays equal nothing that is stored has to be judged anew.
 *
 * @param notIn how the devices stand that are no members
 * @param kept per other device that is out, which of its versions stand
 */
record Verdict(Map<DeviceId, Standing> notIn, Map<DeviceId, KeptList> kept) {

    Verdict {
        notIn = Map.copyOf(notIn);
        kept = Map.copyOf(kept);
    }

    /** The verdict of {@code trust} for {@code me}: nobody's own versions are void to himself. */
    static Verdict of(Trust trust, DeviceId me) {
        Map<DeviceId, Standing> notIn = new TreeMap<>(trust.standings());
        notIn.values().removeIf(standing -> standing == Standing.IN);
        Map<DeviceId, KeptList> kept = new TreeMap<>();
        for (DeviceId device : notIn.keySet()) {
            if (!device.equals(me)) {
                trust.kept(device).ifPresent(list -> kept.put(device, list));
            }
        }
        return new Verdict(notIn, kept);
    }

    /** Whether {@code version}, which {@code author} wrote, is void. */
    boolean isVoid(DeviceId author, VersionId version) {
        KeptList list = kept.get(author);
        return list != null && !list.contains(kept(version));
    }

    /** {@code version} as kept lists name it. */
    static Kept kept(VersionId version) {
        return new Kept(version.dot().replica().value(), version.dot().sequence(), version.hash());
    }

    /** How standings differ between {@code before} and {@code after}. */
    static Map<DeviceId, Notice.StandingsChanged.Change> changes(Trust before, Trust after) {
        Map<DeviceId, Notice.StandingsChanged.Change> changes = new TreeMap<>();
        after.standings().forEach((device, standing) -> {
            Optional<Standing> old = before.standing(device);
            if (!old.equals(Optional.of(standing))) {
                changes.put(device, new Notice.StandingsChanged.Change(old, standing));
            }
        });
        return changes;
    }
}
