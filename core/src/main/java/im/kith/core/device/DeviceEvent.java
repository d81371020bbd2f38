package im.kith.core.device;

import im.kith.core.account.DeviceId;
import im.kith.core.account.Trust;
import im.kith.core.contacts.BookEvent;
import im.kith.core.replica.ItemKey;
import java.util.List;
import java.util.Set;

/** What a device tells its surroundings, after it is durable. */
public sealed interface DeviceEvent {

    /** Contacts or groups look different now, because of what {@code author} wrote. */
    record BookChanged(List<BookEvent> changes, DeviceId author) implements DeviceEvent {
        public BookChanged {
            changes = List.copyOf(changes);
        }
    }

    /** Items of the pubsub store changed, because of what {@code author} wrote. */
    record ItemsChanged(Set<ItemKey> items, DeviceId author) implements DeviceEvent {
        public ItemsChanged {
            items = Set.copyOf(items);
        }
    }

    /** The devices of the account, their names or their secrets changed. */
    record LedgerChanged() implements DeviceEvent {}

    /**
     * A device stands otherwise than before: added, suspended, revoked, back.
     *
     * @param by who admitted it, or who revoked it
     * @param unknown a new member that the user of this device has not acknowledged
     */
    record StandingChanged(DeviceId device, Trust.Standing standing, DeviceId by, boolean unknown)
            implements DeviceEvent {}

    /** A pass with {@code peer} is finished: both sides have sent what the other lacked. */
    record Passed(DeviceId peer) implements DeviceEvent {}

    /** The token {@code name} holds no more: what was opened with it is to be closed. */
    record TokenRemoved(String name) implements DeviceEvent {}

    /** Something the user should know; {@code what} is a stable word, {@code text} says it. */
    record Warning(String what, String text) implements DeviceEvent {}
}
