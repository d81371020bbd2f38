package im.kith.core.account;

import im.kith.core.octets.Bytes;

/** Names an account: the SHA-256 of its founding statement, 32 octets. */
public record AccountId(Bytes value) {

    public static final int LENGTH = 32;

    public AccountId {
        if (value.length() != LENGTH) {
            throw new IllegalArgumentException("account id of " + value.length() + " octets, not " + LENGTH);
        }
    }

    @Override
    public String toString() {
        return value.toHex();
    }
}
