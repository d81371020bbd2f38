package im.kith.core.contacts;

import im.kith.core.xml.XmlElement;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A contact to be added, as a user or a file gave it; checked when it is planned.
 *
 * @param groups names, or ids of groups that exist
 * @param extensions unknown children to keep
 */
public record Draft(
        Optional<String> name, List<Identity> identities, List<String> groups, List<XmlElement> extensions) {

    public Draft {
        identities = List.copyOf(identities);
        groups = List.copyOf(groups);
        extensions = List.copyOf(extensions);
    }

    /** The draft trimmed, without doubles and within the limits. */
    Draft checked() throws InvalidInputException {
        String trimmed = Limits.checked("contact name", name.orElse(""), Limits.NAME);
        Map<FieldKey, Identity> distinct = new LinkedHashMap<>();
        for (Identity identity : identities) {
            Identity checked = Identity.of(identity.type(), identity.value());
            distinct.putIfAbsent(FieldKey.identity(checked), checked);
        }
        if (distinct.isEmpty()) {
            throw new InvalidInputException("a contact needs at least one identity, such as a JID");
        }
        Limits.count("identities", distinct.size(), Limits.IDENTITIES);
        Set<String> names = new LinkedHashSet<>();
        for (String group : groups) {
            names.add(groupName(group));
        }
        Limits.count("groups", names.size(), Limits.GROUPS);
        for (XmlElement extension : extensions) {
            if (!FieldKey.isExtension(extension)) {
                throw new InvalidInputException("not an extension of a contact: " + extension);
            }
        }
        return new Draft(
                Optional.of(trimmed).filter(text -> !text.isEmpty()),
                List.copyOf(distinct.values()),
                List.copyOf(names),
                extensions);
    }

    static String groupName(String name) throws InvalidInputException {
        return Limits.required("group name", name, Limits.NAME);
    }
}
