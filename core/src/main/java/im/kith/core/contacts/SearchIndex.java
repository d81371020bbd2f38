package im.kith.core.contacts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds contacts by one, two and three characters in a row of their folded text, so that a search looks at those that may match and
 * not at all.
 *
 * <p>They get numbers in the order they come; a list of numbers for each such row only ever grows. A contact that was
 * replaced leaves its number behind, which leads nowhere; with more such numbers than contacts all is made anew.
 */
final class SearchIndex {

    /** Looking at one text takes as long as going along so many numbers of a list. */
    private static final int WORTH = 16;

    private static final GrowingNumbers NOWHERE = new GrowingNumbers();

    private final Texts texts = new Texts();
    private final List<@Nullable Place> places = new ArrayList<>();
    private @Nullable Map<Long, GrowingNumbers> grams;
    private int present;

    /** An index still without lists: all that is here may match. */
    SearchIndex(Collection<Place> all) {
        all.forEach(this::put);
    }

    boolean hasLists() {
        return grams != null;
    }

    /** An index with lists; neighbours in the order of {@code all} that are alike take the least room. */
    static SearchIndex withLists(Collection<Place> all) {
        SearchIndex index = new SearchIndex(List.of());
        index.grams = new HashMap<>();
        all.forEach(index::put);
        return index;
    }

    void put(Place place) {
        int number = places.size();
        place.number(number);
        places.add(place);
        texts.add(place.entry());
        present++;
        if (grams != null) {
            Map<Long, GrowingNumbers> lists = grams;
            Grams.forEach(
                    place.entry().text(),
                    gram -> lists.computeIfAbsent(gram, fresh -> new GrowingNumbers())
                            .add(number));
        }
    }

    void remove(Place place) {
        places.set(place.number(), null);
        present--;
        if (places.size() > 2 * present + 1024) {
            List<Place> all = places.stream().flatMap(Stream::ofNullable).toList();
            clear();
            all.forEach(this::put);
        }
    }

    private void clear() {
        if (grams != null) {
            grams.clear();
        }
        texts.clear();
        places.clear();
        present = 0;
    }

    Texts texts() {
        return texts;
    }

    /** The contact of this number, which {@link #maybe} gave. */
    Place place(int number) {
        Place place = places.get(number);
        if (place == null) {
            throw new IllegalArgumentException("no contact " + number);
        }
        return place;
    }

    /** How many contacts at most have {@code word} in their text. */
    int atMost(String word) {
        return lists(word).stream().mapToInt(GrowingNumbers::size).min().orElse(present);
    }

    /** The numbers of contacts that may have all of {@code words} in their text, all that do among them, ascending. */
    int[] maybe(Collection<String> words) {
        Set<GrowingNumbers> lists = new HashSet<>();
        words.forEach(word -> lists.addAll(lists(word)));
        List<GrowingNumbers> rarestFirst = lists.stream()
                .sorted(Comparator.comparingInt(GrowingNumbers::size))
                .toList();
        int[] common = rarestFirst.isEmpty()
                ? IntStream.range(0, places.size()).toArray()
                : rarestFirst.get(0).toArray();
        for (int i = 1;
                i < rarestFirst.size() && common.length > rarestFirst.get(i).size() / WORTH;
                i++) {
            common = rarestFirst.get(i).common(common);
        }
        return present == places.size()
                ? common
                : Arrays.stream(common)
                        .filter(number -> places.get(number) != null)
                        .toArray();
    }

    /** Where the rows of three characters of {@code word} are, or the whole of a shorter one. */
    private List<GrowingNumbers> lists(String word) {
        Map<Long, GrowingNumbers> lists = grams;
        return lists == null
                ? List.of()
                : Grams.of(word)
                        .mapToObj(gram -> lists.getOrDefault(gram, NOWHERE))
                        .toList();
    }
}
