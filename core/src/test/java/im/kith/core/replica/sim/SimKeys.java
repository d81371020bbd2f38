package im.kith.core.replica.sim;

import im.kith.core.account.AccountId;
import im.kith.core.account.AdmissionRequest;
import im.kith.core.account.DeviceId;
import im.kith.core.account.DeviceKeys;
import im.kith.core.account.Ledger;
import im.kith.core.account.SignatureSuite;
import im.kith.core.account.Statement;
import im.kith.core.clock.Hlc;
import im.kith.core.octets.Bytes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Devices and signatures of a simulation: a keyed hash stands in for Ed25519, and the public key is the key. */
public final class SimKeys implements SignatureSuite {

    public static final SignatureSuite SUITE = new SimKeys();

    /** What founded the account. */
    static final Statement FOUNDING = Ledger.found(
                    keys("founder"), "founder", Hlc.of(1, 0), message -> signature(secret("founder"), message), SUITE)
            .statements()
            .get(0)
            .statement();

    public static final AccountId ACCOUNT = new AccountId(FOUNDING.id());

    private static final Map<String, DeviceId> DEVICES = new ConcurrentHashMap<>();
    private static final Map<DeviceId, String> NAMES = new ConcurrentHashMap<>();

    public static final DeviceId FOUNDER = device("founder");

    private SimKeys() {}

    private static Bytes secret(String name) {
        return Bytes.sha256(Bytes.utf8("key of " + name));
    }

    private static DeviceKeys keys(String name) {
        return new DeviceKeys(
                Bytes.utf8(name),
                Bytes.sha256(Bytes.utf8("fingerprint of " + name)).first(DeviceKeys.FINGERPRINT_LENGTH),
                Bytes.sha256(Bytes.utf8("TLS key of " + name)),
                secret(name));
    }

    public static DeviceId device(String name) {
        DeviceId device = DEVICES.computeIfAbsent(name, n -> DeviceId.of(ACCOUNT, keys(n)));
        NAMES.put(device, name);
        return device;
    }

    static String name(DeviceId device) {
        String name = NAMES.get(device);
        if (name == null) {
            throw new IllegalArgumentException("no simulated device: " + device);
        }
        return name;
    }

    static AdmissionRequest request(DeviceId device) {
        String name = name(device);
        return AdmissionRequest.create(ACCOUNT, keys(name), name, signer(device));
    }

    public static SignatureSuite.Signer signer(DeviceId device) {
        Bytes key = secret(name(device));
        return message -> signature(key, message);
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
