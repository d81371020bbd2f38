package im.kith.core.replica;

import java.time.Instant;

/**
 * What the caller of {@link Replica#step} does, in the order given: persist, send, notify.
 *
 * <p>At most one {@link Persist} comes in a step, first. If it fails nothing else is carried out: the replica is discarded
 * and loaded anew from the store, as after a crash.
 */
public sealed interface Effect {

    /** Commit this, on the disk, before anything else. */
    record Persist(StoreChange change) implements Effect {}

    record Send(ConnectionId connection, Frame frame) implements Effect {}

    /** Close; the replica has already forgotten the connection. */
    record Close(ConnectionId connection, CloseReason reason, String text) implements Effect {}

    /** There is something to send: give {@link Input.Writable} when the transport can take a frame. Repeated until then. */
    record Ready(ConnectionId connection) implements Effect {}

    record Notify(Notice notice) implements Effect {}

    /** Give {@link Input.Tick} at this time; replaces an earlier one. */
    record WakeAt(Instant time) implements Effect {}
}
