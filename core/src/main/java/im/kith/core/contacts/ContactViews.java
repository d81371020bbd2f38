package im.kith.core.contacts;

import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.RandomAccess;

/**
 * Contacts as they were shown at one instant. Each is worked out when somebody looks at it, on any thread: of a large book
 * that takes longer than finding them.
 */
final class ContactViews extends AbstractList<ContactView> implements RandomAccess {

    private final List<Place> places;
    private final Map<String, GroupRef> groups;

    /**
     * The contacts in {@code places}.
     *
     * @param groups the known ones by id, which does not change any more
     */
    ContactViews(List<Place> places, Map<String, GroupRef> groups) {
        this.places = places;
        this.groups = groups;
    }

    @Override
    public ContactView get(int index) {
        return places.get(index).entry().view(this::reference);
    }

    private GroupRef reference(String id) {
        GroupRef known = groups.get(id);
        return known == null ? new GroupRef(id, Optional.empty()) : known;
    }

    @Override
    public int size() {
        return places.size();
    }
}
