package im.kith.core.contacts;

import java.util.List;
import java.util.Optional;

/**
 * What a user wants changed of a contact; everything else stays.
 *
 * @param name the new name; the empty text takes the name away
 * @param addGroups names, or ids of groups that exist; missing groups are made
 * @param removeGroups names or ids; a name means all groups of that name
 */
public record ContactEdit(
        Optional<String> name,
        List<Identity> addIdentities,
        List<Identity> removeIdentities,
        List<String> addGroups,
        List<String> removeGroups) {

    public static final ContactEdit NONE =
            new ContactEdit(Optional.empty(), List.of(), List.of(), List.of(), List.of());

    public ContactEdit {
        addIdentities = List.copyOf(addIdentities);
        removeIdentities = List.copyOf(removeIdentities);
        addGroups = List.copyOf(addGroups);
        removeGroups = List.copyOf(removeGroups);
    }

    /** Only the name. */
    public static ContactEdit name(String name) {
        return new ContactEdit(Optional.of(name), List.of(), List.of(), List.of(), List.of());
    }
}
