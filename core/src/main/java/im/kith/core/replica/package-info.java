/**
 * Replication: versions, what replaces what, and the protocol between two replicas as a pure state machine.
 *
 * <p>Nothing here does I/O or reads a clock. The caller feeds inputs and carries out effects in the order persist,
 * send, notify.
 */
@NullMarked
package im.kith.core.replica;

import org.jspecify.annotations.NullMarked;
