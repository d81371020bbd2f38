package im.kith.core.replica.sim;

import im.kith.core.account.AccountId;
import im.kith.core.account.DeviceId;
import im.kith.core.account.SignatureSuite;
import im.kith.core.octets.Bytes;

/** Devices and signatures of a simulation: a keyed hash stands in for Ed25519, and the public key is the key. */
public final class SimKeys implements SignatureSuite {

    public static final AccountId ACCOUNT = new AccountId(Bytes.sha256(Bytes.utf8("account")));

    public static final SignatureSuite SUITE = new SimKeys();

    private SimKeys() {}

    public static DeviceId device(String name) {
        return new DeviceId(Bytes.sha256(Bytes.utf8("device " + name)));
    }

    public static Bytes key(DeviceId device) {
        return Bytes.sha256(Bytes.utf8("key"), device.value());
    }

    public static SignatureSuite.Signer signer(DeviceId device) {
        return message -> signature(key(device), message);
    }

    private static Bytes signature(Bytes key, Bytes message) {
        Bytes half = Bytes.sha256(key, message);
        return Bytes.concat(half, half);
    }

    @Override
    public boolean verify(Bytes publicKey, Bytes message, Bytes signature) {
        return signature(publicKey, message).equals(signature);
    }
}
