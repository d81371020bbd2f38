package im.kith.core.account;

import im.kith.core.octets.Bytes;
import java.time.Instant;
import java.util.Optional;

/**
 * A device that ever was admitted, as the ledger shows it.
 *
 * @param name its latest name
 * @param added when it was admitted first, by the admitting device's clock
 * @param admission id of that statement
 * @param admittedBy who signed it; the founder itself for the founder
 * @param successorOf the device that it replaces, if it is one
 */
public record Device(
        DeviceId id,
        DeviceKeys keys,
        String name,
        Instant added,
        Bytes admission,
        DeviceId admittedBy,
        Optional<DeviceId> successorOf,
        Trust.Standing standing) {}
