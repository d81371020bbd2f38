package im.kith.core.contacts;

import im.kith.core.xml.XmlNode;
import im.kith.core.xml.XmlText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Groups by the names that users give, the missing ones made as part of the plan. */
final class GroupNames {

    private final AddressBook book;
    private final PlanBuilder plan;
    private final Map<String, String> ids;

    GroupNames(AddressBook book, PlanBuilder plan) {
        this.book = book;
        this.plan = plan;
        this.ids = book.groupIndex().idsByName();
    }

    /** The id of the group of this id, else of the one of this name with the smallest id, else of a new one. */
    String idFor(String idOrName) throws InvalidInputException {
        if (book.groupIndex().byId(idOrName).isPresent()) {
            return idOrName;
        }
        String known = ids.get(idOrName);
        return known == null ? make(idOrName, List.of()) : known;
    }

    /** Makes the group if there is none of its name; what one that is there says of itself stays. */
    void ensure(GroupDraft group) throws InvalidInputException {
        GroupDraft checked = group.checked();
        if (!ids.containsKey(checked.name())) {
            make(checked.name(), checked.descriptions());
        }
    }

    /** A new group, whose id is its item's. */
    String make(String name, List<Description> descriptions) throws InvalidInputException {
        String id = plan.freshId();
        Map<FieldKey, XmlNode> fields = new LinkedHashMap<>();
        fields.put(FieldKey.ID, new XmlText(id));
        fields.put(FieldKey.NAME, new XmlText(name));
        for (Description description : descriptions) {
            fields.putIfAbsent(FieldKey.description(description.lang()), Group.element(description));
        }
        plan.create(Subject.GROUP, id, fields);
        ids.put(name, id);
        return id;
    }
}
