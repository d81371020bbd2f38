package im.kith.core.device;

import im.kith.core.account.AccountId;
import im.kith.core.account.DeviceId;
import im.kith.core.account.DeviceKeys;
import im.kith.core.account.DeviceSecrets;
import im.kith.core.ed25519.Ed25519Signer;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.core.openpgp.DeviceKey;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;

/** The keys that a device holds, and what follows from them; the OpenPGP key is read only when it is needed. */
public final class DeviceIdentity {

    private final DeviceSecrets secrets;
    private final Ed25519Signer signer;

    public DeviceIdentity(DeviceSecrets secrets) {
        this.secrets = secrets;
        this.signer = new Ed25519Signer(secrets.signingSeed());
    }

    /** Fresh keys for a device of the account with {@code accountJid}. */
    public static DeviceIdentity generate(String accountJid, Instant now, SecureRandom random) {
        return new DeviceIdentity(DeviceSecrets.generate(
                DeviceKey.generate(accountJid, now, random).encoded(), random));
    }

    /** As {@link #generate(String, Instant, SecureRandom)}, around a TLS key that is in use already. */
    public static DeviceIdentity generate(String accountJid, Instant now, SecureRandom random, KeyPair tls) {
        return new DeviceIdentity(new DeviceSecrets(
                DeviceKey.generate(accountJid, now, random).encoded(),
                Bytes.wrap(tls.getPrivate().getEncoded()),
                Bytes.wrap(tls.getPublic().getEncoded()),
                Ed25519Signer.generate(random).seed()));
    }

    public DeviceSecrets secrets() {
        return secrets;
    }

    /** Signs versions and statements. */
    public Ed25519Signer signer() {
        return signer;
    }

    /** The OpenPGP key; reading it is slow, so it is not kept. */
    DeviceKey openPgpKey() {
        try {
            return DeviceKey.parse(secrets.openPgpKey());
        } catch (MalformedException e) {
            throw new IllegalStateException("the device's own OpenPGP key cannot be read", e);
        }
    }

    /** The public keys. */
    public DeviceKeys keys() {
        var certificate = openPgpKey().certificate();
        return secrets.keys(certificate.encoded(), certificate.fingerprint(), signer.publicKey());
    }

    public DeviceId in(AccountId account) {
        return DeviceId.of(account, keys());
    }
}
