package im.kith.core.contacts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A set that also has positions, so that a random element costs O(1). */
final class IndexedSet {

    private final List<String> elements = new ArrayList<>();
    private final Map<String, Integer> positions = new HashMap<>();

    void add(String element) {
        if (positions.putIfAbsent(element, elements.size()) == null) {
            elements.add(element);
        }
    }

    void remove(String element) {
        Integer position = positions.remove(element);
        if (position != null) {
            String last = elements.remove(elements.size() - 1);
            if (position < elements.size()) {
                elements.set(position, last);
                positions.put(last, position);
            }
        }
    }

    String get(int position) {
        return elements.get(position);
    }

    int size() {
        return elements.size();
    }
}
