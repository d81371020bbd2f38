package im.kith.core.contacts;

import java.util.List;

/**
 * How a change is taken back.
 *
 * @param writes one transaction; none if nothing can be set back
 * @param contacts the items of the contacts concerned
 * @param groups the items of the groups concerned
 * @param kept in words, what could not be set back and why
 */
public record UndoPlan(List<PlannedWrite> writes, List<String> contacts, List<String> groups, List<String> kept) {

    public UndoPlan {
        writes = List.copyOf(writes);
        contacts = List.copyOf(contacts);
        groups = List.copyOf(groups);
        kept = List.copyOf(kept);
    }
}
