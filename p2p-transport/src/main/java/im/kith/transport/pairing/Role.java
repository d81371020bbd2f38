package im.kith.transport.pairing;

import im.kith.core.octets.Bytes;
import java.util.Locale;

/**
 * Which side of a pairing somebody is on.
 *
 * <p>The role is part of the J-PAKE participant id, so a message sent back to its author never fits; so is the hash of the
 * TLS key, so a code that is right still proves nothing to a third party in the middle.
 */
enum Role {
    INVITER,
    JOINER;

    private static final int KEY_HASH = 32;

    String participant(Bytes tlsKeyHash) {
        if (tlsKeyHash.length() != KEY_HASH) {
            throw new IllegalArgumentException("TLS key hash of " + tlsKeyHash.length() + " octets");
        }
        return "kith-pairing-1 " + name().toLowerCase(Locale.ROOT) + " " + tlsKeyHash.toHex();
    }

    Role other() {
        return this == INVITER ? JOINER : INVITER;
    }
}
