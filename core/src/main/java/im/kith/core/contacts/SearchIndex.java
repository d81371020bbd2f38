package im.kith.core.contacts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds contacts by three characters in a row of their folded text, so that a search looks at those that may match and not at all.
 *
 * <p>Entries get numbers in the order they come; a list of numbers for each three characters only ever grows. An entry that was
 * replaced leaves its number behind, which leads nowhere; with more such numbers than entries all is made anew.
 */
final class SearchIndex {

    /** How long a text must be to be looked up. */
    static final int GRAM = 3;

    private final Map<Long, Numbers> grams = new HashMap<>();
    private final List<@Nullable ContactEntry> entries = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    /** A growing list of ascending numbers. */
    private static final class Numbers {
        private int[] all = new int[2];
        private int size;

        void add(int number) {
            if (size > 0 && all[size - 1] == number) {
                return;
            }
            if (size == all.length) {
                all = Arrays.copyOf(all, size + (size >> 1) + 1);
            }
            all[size++] = number;
        }

        boolean has(int number) {
            return Arrays.binarySearch(all, 0, size, number) >= 0;
        }
    }

    SearchIndex(Collection<ContactEntry> all) {
        all.forEach(this::put);
    }

    void put(ContactEntry entry) {
        int number = entries.size();
        entries.add(entry);
        numbers.put(entry.id(), number);
        String text = entry.text();
        for (int i = 0; i + GRAM <= text.length(); i++) {
            grams.computeIfAbsent(gram(text, i), gram -> new Numbers()).add(number);
        }
    }

    void remove(ContactEntry entry) {
        Integer number = numbers.remove(entry.id());
        if (number != null) {
            entries.set(number, null);
        }
        if (entries.size() > 2 * numbers.size() + 1024) {
            rebuild();
        }
    }

    private void rebuild() {
        List<ContactEntry> present = new ArrayList<>(numbers.size());
        for (ContactEntry entry : entries) {
            if (entry != null) {
                present.add(entry);
            }
        }
        grams.clear();
        entries.clear();
        numbers.clear();
        present.forEach(this::put);
    }

    /** How many entries at most have {@code word} in their text; empty if it is too short to tell. */
    Optional<Integer> atMost(String word) {
        return rarest(word).map(numbers -> numbers.size);
    }

    /** The entries that may have {@code word} in their text, all that do among them; empty if it is too short to tell. */
    Optional<Collection<ContactEntry>> maybe(String word) {
        return rarest(word).map(rarest -> {
            List<Numbers> others = new ArrayList<>();
            for (int i = 0; i + GRAM <= word.length(); i++) {
                others.add(grams.getOrDefault(gram(word, i), new Numbers()));
            }
            Collection<ContactEntry> found = new ArrayList<>();
            for (int i = 0; i < rarest.size; i++) {
                int number = rarest.all[i];
                ContactEntry entry = entries.get(number);
                if (entry != null && others.stream().allMatch(numbers -> numbers.has(number))) {
                    found.add(entry);
                }
            }
            return found;
        });
    }

    private Optional<Numbers> rarest(String word) {
        Numbers rarest = null;
        for (int i = 0; i + GRAM <= word.length(); i++) {
            Numbers found = grams.getOrDefault(gram(word, i), new Numbers());
            if (rarest == null || found.size < rarest.size) {
                rarest = found;
            }
        }
        return Optional.ofNullable(rarest);
    }

    private static long gram(String text, int at) {
        return (long) text.charAt(at) << 32 | (long) text.charAt(at + 1) << 16 | text.charAt(at + 2);
    }
}
