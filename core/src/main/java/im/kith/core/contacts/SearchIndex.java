package im.kith.core.contacts;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds contacts by one, two and three characters in a row of their folded text, so that a search looks at those that may match and
 * not at all.
 *
 * <p>Entries get numbers in the order they come; a list of numbers for each such row only ever grows. An entry that was
 * replaced leaves its number behind, which leads nowhere; with more such numbers than entries all is made anew.
 */
final class SearchIndex {

    /** How many characters at most are looked up in one. */
    private static final int GRAM = 3;

    private static final GrowingNumbers NOWHERE = new GrowingNumbers();

    private final Map<Long, GrowingNumbers> grams = new HashMap<>();
    private final List<@Nullable ContactEntry> entries = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    SearchIndex(Collection<ContactEntry> all) {
        all.forEach(this::put);
    }

    void put(ContactEntry entry) {
        int number = entries.size();
        entries.add(entry);
        numbers.put(entry.id(), number);
        String text = entry.text();
        for (int i = 0; i < text.length(); i++) {
            for (int length = 1; length <= GRAM && i + length <= text.length(); length++) {
                if (text.charAt(i + length - 1) == ContactEntry.BETWEEN) {
                    break;
                }
                grams.computeIfAbsent(gram(text, i, length), gram -> new GrowingNumbers())
                        .add(number);
            }
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

    /** How many entries at most have {@code word} in their text. */
    int atMost(String word) {
        return lists(word).stream().mapToInt(GrowingNumbers::size).min().orElse(numbers.size());
    }

    /** The entries that may have all of {@code words} in their text, all that do among them. */
    Collection<ContactEntry> maybe(Collection<String> words) {
        Set<GrowingNumbers> lists = new HashSet<>();
        words.forEach(word -> lists.addAll(lists(word)));
        List<GrowingNumbers> rarestFirst = lists.stream()
                .sorted(Comparator.comparingInt(GrowingNumbers::size))
                .toList();
        Collection<ContactEntry> found = new ArrayList<>();
        if (rarestFirst.isEmpty()) {
            entries.stream().flatMap(Stream::ofNullable).forEach(found::add);
            return found;
        }
        int[] common = rarestFirst.get(0).toArray();
        for (int i = 1; i < rarestFirst.size() && common.length > 0; i++) {
            common = rarestFirst.get(i).common(common);
        }
        for (int number : common) {
            ContactEntry entry = entries.get(number);
            if (entry != null) {
                found.add(entry);
            }
        }
        return found;
    }

    /** Where the rows of three characters of {@code word} are, or the whole of a shorter one. */
    private List<GrowingNumbers> lists(String word) {
        int length = Math.min(GRAM, word.length());
        List<GrowingNumbers> lists = new ArrayList<>();
        for (int i = 0; i + length <= word.length() && length > 0; i++) {
            if (word.substring(i, i + length).indexOf(ContactEntry.BETWEEN) < 0) {
                lists.add(grams.getOrDefault(gram(word, i, length), NOWHERE));
            }
        }
        return lists;
    }

    /** The characters as one number; none of a text is 0, so that rows of different lengths differ. */
    private static long gram(String text, int at, int length) {
        long gram = 0;
        for (int i = at; i < at + length; i++) {
            gram = gram << Character.SIZE | text.charAt(i);
        }
        return gram;
    }
}
