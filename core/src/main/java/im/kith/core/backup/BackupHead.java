package im.kith.core.backup;

import im.kith.core.octets.Bytes;
import im.kith.core.replica.ReplicaState;

/**
 * The first of a backup's parts for kith.
 *
 * @param state of the replica that was backed up
 * @param deviceSecrets the keys of its device, encoded
 */
public record BackupHead(ReplicaState state, Bytes deviceSecrets) {}
