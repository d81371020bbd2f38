package im.kith.core.device;

import im.kith.core.ed25519.Ed25519Signer;
import im.kith.core.ed25519.Xid;
import java.time.Instant;

/**
 * The key of an account whose address is an XID (XEP-0516), which all its devices have.
 *
 * @param created when the account was founded
 */
public record XidKey(Ed25519Signer signer, Instant created) {

    public Xid xid() {
        return Xid.of(signer);
    }
}
