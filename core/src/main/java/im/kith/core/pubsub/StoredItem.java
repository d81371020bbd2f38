package im.kith.core.pubsub;

import im.kith.core.account.DeviceId;
import im.kith.core.octets.Bytes;
import java.time.Instant;
import java.util.Optional;

/**
 * One live version of an item as it is stored and sent.
 *
 * @param id as stored: hidden on nodes other than the contacts nodes
 * @param encrypted the OpenPGP message; empty in a tombstone
 */
public record StoredItem(String node, String id, Optional<DeviceId> publisher, Instant at, Optional<Bytes> encrypted) {}
