package im.kith.core.replica;

import im.kith.core.account.AccountId;
import im.kith.core.account.DeviceId;
import im.kith.core.account.SignatureSuite;
import java.util.random.RandomGenerator;

/**
 * Who a replica is and what it is given from outside.
 *
 * @param device this device
 * @param signer signs this device's versions
 * @param verifier checks everybody's
 * @param random for the random part of fresh replica ids; must not repeat after a roll-back, so: a {@code SecureRandom}
 */
public record ReplicaSetup(
        AccountId account,
        DeviceId device,
        SignatureSuite.Signer signer,
        BatchVerifier verifier,
        RandomGenerator random) {}
