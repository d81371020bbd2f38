package im.kith.core.replica;

import im.kith.core.account.AccountId;
import im.kith.core.account.DeviceId;
import im.kith.core.account.SignatureSuite;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Who a replica is and what it is given from outside.
 *
 * @param device this device
 * @param signer signs this device's versions
 * @param verifier checks everybody's
 * @param random for the random part of fresh replica ids; must not repeat after a roll-back, so: a {@code SecureRandom}
 * @param chunkRows most versions sent in one chunk, besides the bound on its octets
 * @param historyAge how long a superseded version is kept at least (R13)
 * @param historyOfItem how many superseded versions of each item are kept however old
 */
public record ReplicaSetup(
        AccountId account,
        DeviceId device,
        SignatureSuite.Signer signer,
        BatchVerifier verifier,
        RandomGenerator random,
        int chunkRows,
        Duration historyAge,
        int historyOfItem) {

    private static final int CHUNK_ROWS = 1_000;

    static final Duration HISTORY_AGE = Duration.ofDays(90);

    static final int HISTORY_OF_ITEM = 50;

    public ReplicaSetup {
        if (chunkRows < 1 || chunkRows > Limits.MAX_CHUNK_ROWS) {
            throw new IllegalArgumentException("rows of a chunk out of 1.." + Limits.MAX_CHUNK_ROWS + ": " + chunkRows);
        }
    }

    public ReplicaSetup(
            AccountId account,
            DeviceId device,
            SignatureSuite.Signer signer,
            BatchVerifier verifier,
            RandomGenerator random) {
        this(account, device, signer, verifier, random, CHUNK_ROWS, HISTORY_AGE, HISTORY_OF_ITEM);
    }
}
