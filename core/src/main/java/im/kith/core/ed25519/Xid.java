package im.kith.core.ed25519;

import im.kith.core.account.SignatureSuite;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import java.util.Locale;

/**
 * An XMPP decentralized id (XEP-0516 §4): an Ed25519 public key, written as the JID {@code 00<hex>@id.internal}.
 *
 * <p>It names an account that has no server. Its key is shared by the account's devices and carries no authority among them.
 *
 * @param publicKey 32 octets
 */
public record Xid(Bytes publicKey) {

    /** The domain part of every XID. */
    public static final String DOMAIN = "id.internal";

    private static final String ED25519_PREFIX = "00";
    private static final int LOCAL_LENGTH = ED25519_PREFIX.length() + 2 * SignatureSuite.KEY_LENGTH;

    public Xid {
        if (publicKey.length() != SignatureSuite.KEY_LENGTH) {
            throw new IllegalArgumentException("public key of " + publicKey.length() + " octets");
        }
    }

    /** The XID of a signer's key. */
    public static Xid of(Ed25519Signer signer) {
        return new Xid(signer.publicKey());
    }

    /**
     * The XID that {@code jid} is.
     *
     * @throws MalformedException if it is another JID, or its key is of another kind than Ed25519
     */
    public static Xid parse(String jid) throws MalformedException {
        String local = jid.endsWith("@" + DOMAIN) ? jid.substring(0, jid.length() - DOMAIN.length() - 1) : "";
        if (local.length() != LOCAL_LENGTH
                || !local.startsWith(ED25519_PREFIX)
                || !local.equals(local.toLowerCase(Locale.ROOT))) {
            throw new MalformedException("no XID of an Ed25519 key: " + jid);
        }
        try {
            return new Xid(Bytes.hex(local.substring(ED25519_PREFIX.length())));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("no XID of an Ed25519 key: " + jid, e);
        }
    }

    /** The JID. */
    public String jid() {
        return ED25519_PREFIX + publicKey.toHex() + "@" + DOMAIN;
    }

    @Override
    public String toString() {
        return jid();
    }
}
