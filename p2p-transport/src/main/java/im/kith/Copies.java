package im.kith;

import im.kith.core.account.DeviceSecrets;
import im.kith.core.device.DeviceIdentity;
import im.kith.core.device.Succession;
import im.kith.core.octets.MalformedException;
import im.kith.core.replica.ReplicaState;
import im.kith.core.replica.StoreException;
import im.kith.storage.HomeException;
import im.kith.storage.HomeStore;
import im.kith.storage.Origin;
import java.security.SecureRandom;
import java.time.Instant;

/** Makes a copied home a device of its own when it is opened (R7), so that it and the original can talk to each other. */
final class Copies {

    private Copies() {}

    /** As which device {@code home} is used: its own, or, in a copy, the successor that it has then become. */
    static DeviceIdentity identity(HomeStore home, Instant now, SecureRandom random)
            throws HomeException, StoreException {
        try {
            DeviceIdentity kept = new DeviceIdentity(DeviceSecrets.decode(home.deviceSecrets()));
            return home.origin() == Origin.COPIED ? successor(home, kept, now, random) : kept;
        } catch (MalformedException e) {
            throw new StoreException(StoreException.Kind.DAMAGED, "the device's keys cannot be read", e);
        }
    }

    /** A device that is out can admit none: its copy stays what it is, with a fresh replica id. */
    private static DeviceIdentity successor(HomeStore home, DeviceIdentity kept, Instant now, SecureRandom random)
            throws MalformedException, HomeException, StoreException {
        ReplicaState state = home.store()
                .state()
                .orElseThrow(() -> new StoreException(StoreException.Kind.DAMAGED, "the store has no state"));
        Succession.Estate estate = Succession.Estate.own(
                kept, state, home.store().settings(), home.store().statements());
        if (!estate.isMember()) {
            return kept;
        }
        String name = Succession.copyName(estate.name());
        Succession succession =
                Succession.of(estate, name, "this home is a copy of that of '" + estate.name() + "'", now, random);
        if (!succession.member()) {
            return kept;
        }
        home.become(succession.identity().secrets().encode(), succession.change(), now);
        return succession.identity();
    }
}
