package im.kith.core.device;

import im.kith.core.account.AccountId;
import im.kith.core.account.DeviceId;
import im.kith.core.account.Ledger;
import im.kith.core.ed25519.Ed25519Suite;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.core.replica.ReplicaSetup;
import im.kith.core.replica.StoreException;
import java.util.Map;
import java.util.Optional;

/** Reads from a store what a device is made of, without touching OpenPGP, so that a command starts fast. */
final class Opening {

    private Opening() {}

    /** What was read. */
    record Loaded(
            Ledger ledger,
            DeviceId me,
            String accountJid,
            KeyRing keys,
            Map<String, Bytes> settings,
            ReplicaSetup replicaSetup) {}

    static Loaded load(DeviceSetup setup) throws StoreException {
        Map<String, Bytes> settings = setup.store().settings();
        try {
            AccountId account = new AccountId(required(settings, Founding.ACCOUNT_SETTING));
            DeviceId me = new DeviceId(required(settings, Founding.DEVICE_SETTING));
            Ledger ledger = Ledger.restored(account, setup.store().statements(), me, new Ed25519Suite());
            ReplicaSetup replica =
                    new ReplicaSetup(account, me, setup.identity().signer(), setup.verifier(), setup.random());
            String jid = required(settings, Founding.JID_SETTING).toUtf8();
            return new Loaded(ledger, me, jid, KeyRing.fromSettings(settings), settings, replica);
        } catch (MalformedException | IllegalArgumentException e) {
            throw new StoreException(
                    StoreException.Kind.DAMAGED, "the store does not fit together: " + e.getMessage(), e);
        }
    }

    private static Bytes required(Map<String, Bytes> settings, String name) throws MalformedException {
        return Optional.ofNullable(settings.get(name))
                .orElseThrow(() -> new MalformedException("setting " + name + " is missing"));
    }
}
