package im.kith.core.contacts;

import im.kith.core.replica.ItemKey;
import java.util.Comparator;
import java.util.Optional;

/** An item that is kept but cannot be shown as a contact or group. */
public record ProblemItem(ItemKey item, Reason reason) {

    public enum Reason {
        /** A contact that is left without an identity. */
        NO_IDENTITY,
        /** A group without an id or a name. */
        NO_GROUP_NAME,
        /** Not what XEP-0510 has on this node. */
        FOREIGN_PAYLOAD,
        /** It cannot be deciphered or parsed. */
        UNREADABLE
    }

    /** By node and id. */
    static final Comparator<ProblemItem> ORDER = Comparator.comparing((ProblemItem problem) -> problem.item.node())
            .thenComparing(problem -> problem.item.id());

    /** What is wrong with {@code item}, if anything, where that is what is shown of all items. */
    static Optional<ProblemItem> of(Item item, ContactIndex contacts, GroupIndex groups) {
        return reason(item, contacts, groups).map(reason -> new ProblemItem(item.key(), reason));
    }

    private static Optional<Reason> reason(Item item, ContactIndex contacts, GroupIndex groups) {
        return switch (item.kind()) {
            case RESERVED -> Optional.empty();
            case FOREIGN -> Optional.of(Reason.FOREIGN_PAYLOAD);
            case UNREADABLE -> Optional.of(Reason.UNREADABLE);
            case SUBJECT -> {
                if (Subject.on(item.key().node()) == Subject.GROUP) {
                    yield GroupIndex.id(item).flatMap(groups::byId).isPresent()
                            ? Optional.empty()
                            : Optional.of(Reason.NO_GROUP_NAME);
                }
                yield contacts.byItem(item.id()).filter(ContactEntry::valid).isPresent()
                        ? Optional.empty()
                        : Optional.of(Reason.NO_IDENTITY);
            }
        };
    }
}
