package im.kith.core.account;

import im.kith.core.octets.Bytes;

/**
 * Names a device of an account: SHA-256 over the account id and the device's keys, 32 octets.
 *
 * <p>It is bound to the keys, so nobody can claim another's id; the first {@value #TAG_LENGTH} octets, its
 * tag, start the id of every replica of the device.
 */
public record DeviceId(Bytes value) implements Comparable<DeviceId> {

    public static final int LENGTH = 32;

    /** Length in octets of the part that replica ids carry. */
    public static final int TAG_LENGTH = 16;

    public DeviceId {
        if (value.length() != LENGTH) {
            throw new IllegalArgumentException("device id of " + value.length() + " octets, not " + LENGTH);
        }
    }

    private static final Bytes DOMAIN = Bytes.utf8("kith-device-1");

    /**
     * The id of the device of {@code account} that has {@code keys}: SHA-256 over "kith-device-1", account (32 octets),
     * OpenPGP fingerprint (20), TLS key hash (32) and signing key (32).
     */
    public static DeviceId of(AccountId account, DeviceKeys keys) {
        return new DeviceId(
                Bytes.sha256(DOMAIN, account.value(), keys.fingerprint(), keys.tlsKeyHash(), keys.signingKey()));
    }

    /** The first {@value #TAG_LENGTH} octets. */
    public Bytes tag() {
        return value.first(TAG_LENGTH);
    }

    @Override
    public int compareTo(DeviceId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toHex();
    }
}
