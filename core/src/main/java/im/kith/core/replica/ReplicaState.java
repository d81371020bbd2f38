package im.kith.core.replica;

import im.kith.core.clock.Hlc;

/**
 * The durable scalars of a replica.
 *
 * @param replica who writes here
 * @param sequence of the last own write, 0 before the first
 * @param knowledge K: which dots this store has seen, or what has replaced them
 * @param clock the latest clock reading given or heard
 */
public record ReplicaState(ReplicaId replica, long sequence, VersionVector knowledge, Hlc clock) {}
