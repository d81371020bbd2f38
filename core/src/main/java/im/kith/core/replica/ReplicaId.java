package im.kith.core.replica;

import im.kith.core.account.DeviceId;
import im.kith.core.octets.Bytes;

/**
 * Names one store's incarnation as a writer: the device's tag (16 octets) and 4 random octets.
 *
 * <p>A device takes a fresh one after a roll-back or copy, so that no {@link Dot} is used twice; because the device's tag
 * is inside, a dot names its author.
 */
public record ReplicaId(Bytes value) implements Comparable<ReplicaId> {

    public static final int LENGTH = 20;

    public ReplicaId {
        if (value.length() != LENGTH) {
            throw new IllegalArgumentException("replica id of " + value.length() + " octets, not " + LENGTH);
        }
    }

    /** A replica of {@code device} told from its others by {@code random}, 4 octets. */
    public static ReplicaId of(DeviceId device, Bytes random) {
        return new ReplicaId(Bytes.concat(device.tag(), random));
    }

    /** The tag of the device that writes as this replica. */
    public Bytes deviceTag() {
        return value.first(DeviceId.TAG_LENGTH);
    }

    public boolean isOf(DeviceId device) {
        return value.startsWith(device.tag());
    }

    @Override
    public int compareTo(ReplicaId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toHex();
    }
}
