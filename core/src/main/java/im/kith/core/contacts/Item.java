package im.kith.core.contacts;

import im.kith.core.clock.Hlc;
import im.kith.core.replica.ItemKey;
import im.kith.core.replica.Stamp;
import im.kith.core.replica.VersionId;
import im.kith.core.xml.XmlElement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A visible item of one of the two nodes, its siblings merged.
 *
 * @param merged the versions that a write over it replaces: all but what is unreadable or not understood
 * @param fields of a contact or group; null of anything else
 * @param versions how many versions of the contact or group are merged here
 * @param size octets of its largest padded plaintext
 * @param latest the stamp of its latest readable version
 */
record Item(
        ItemKey key,
        Kind kind,
        Set<VersionId> merged,
        @Nullable Fields fields,
        int versions,
        int size,
        Optional<Stamp> latest) {

    enum Kind {
        /** A contact or group. */
        SUBJECT,
        RESERVED,
        /** A payload that XEP-0510 does not have on this node. */
        FOREIGN,
        /** No version of it can be read. */
        UNREADABLE
    }

    /** The item after {@code update}; empty if it is not visible. */
    static Optional<Item> of(ItemUpdate update) {
        Subject subject = Subject.on(update.item().node());
        List<Sibling> siblings = update.siblings();
        int versions = 0;
        boolean reserved = false;
        boolean foreign = false;
        for (Sibling sibling : siblings) {
            XmlElement payload = sibling.payload().orElse(null);
            if (payload == null) {
                continue;
            }
            if (payload.is(ContactsXml.NS, subject.element())) {
                versions++;
            } else if (payload.is(ContactsXml.NS, "reserved")) {
                reserved = true;
            } else {
                foreign = true;
            }
        }
        Kind kind;
        if (versions > 0) {
            kind = Kind.SUBJECT;
        } else if (foreign) {
            kind = Kind.FOREIGN;
        } else if (reserved) {
            kind = Kind.RESERVED;
        } else if (update.unreadable() > 0) {
            kind = Kind.UNREADABLE;
        } else {
            return Optional.empty();
        }
        return Optional.of(new Item(
                update.item(),
                kind,
                siblings.stream()
                        .filter(sibling -> understood(sibling, subject))
                        .map(Sibling::id)
                        .collect(Collectors.toUnmodifiableSet()),
                versions > 0 ? Merges.fields(subject, siblings).orElse(null) : null,
                versions,
                siblings.stream().mapToInt(Sibling::size).max().orElse(0),
                latest(siblings)));
    }

    static boolean understood(Sibling sibling, Subject subject) {
        return sibling.payload()
                .map(payload -> payload.is(ContactsXml.NS, subject.element()) || payload.is(ContactsXml.NS, "reserved"))
                .orElse(true);
    }

    static Optional<Stamp> latest(List<Sibling> siblings) {
        return siblings.stream().map(Sibling::stamp).max(Stamp::compareTo);
    }

    String id() {
        return key.id();
    }

    /** What a write that keeps these fields must be later than, so that no stamp is cut. */
    Hlc floor() {
        return fields == null ? Hlc.ZERO : fields.latest().map(Stamp::hlc).orElse(Hlc.ZERO);
    }
}
