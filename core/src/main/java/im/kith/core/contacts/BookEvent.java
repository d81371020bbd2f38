package im.kith.core.contacts;

import im.kith.core.replica.Stamp;
import java.util.Optional;

/** What an update changed in what is shown. */
public sealed interface BookEvent {

    enum Kind {
        ADDED,
        CHANGED,
        REMOVED
    }

    Kind kind();

    /** The latest version among the items that changed: who caused it, and when. */
    Optional<Stamp> cause();

    /** A contact; as it was, if removed. */
    record OfContact(Kind kind, ContactView contact, Optional<Stamp> cause) implements BookEvent {}

    /** A group; as it was, if removed. */
    record OfGroup(Kind kind, GroupView group, Optional<Stamp> cause) implements BookEvent {}
}
