package im.kith.core.device;

import im.kith.core.replica.BatchVerifier;
import im.kith.core.replica.VersionStore;
import java.security.SecureRandom;
import java.time.InstantSource;

/**
 * What a device is given from outside.
 *
 * @param verifier checks the signatures of a chunk, best on several threads
 */
public record DeviceSetup(
        DeviceIdentity identity,
        VersionStore store,
        BatchVerifier verifier,
        InstantSource clock,
        SecureRandom random) {}
