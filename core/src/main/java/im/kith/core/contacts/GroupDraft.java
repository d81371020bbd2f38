package im.kith.core.contacts;

import java.util.ArrayList;
import java.util.List;

/** A group that is to be there after an import, as a file told of it; checked when it is planned. */
public record GroupDraft(String name, List<Description> descriptions) {

    public GroupDraft {
        descriptions = List.copyOf(descriptions);
    }

    GroupDraft checked() throws InvalidInputException {
        List<Description> checked = new ArrayList<>();
        for (Description description : descriptions) {
            String text = Limits.checked("group description", description.text(), Limits.DESCRIPTION);
            if (!text.isEmpty()) {
                checked.add(new Description(GroupPlanner.language(description.lang()), text));
            }
        }
        return new GroupDraft(Draft.groupName(name), checked);
    }
}
