package im.kith.core.contacts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringTokenizer;

/**
 * A search: folded words that must all be in a contact's name, identities or groups' names.
 *
 * <p>Groups are matched once for all, so that a contact costs a look at its own text.
 */
final class Search {

    record Word(String text, Set<String> groupIds) {}

    /** The rank of what does not match, after those of what does. */
    private static final int NO_HIT = 3;

    private final char[] whole;
    private final List<Word> words;
    private final char[][] letters;

    private Search(String whole, List<Word> words) {
        this.whole = whole.toCharArray();
        this.words = words;
        this.letters = words.stream().map(word -> word.text().toCharArray()).toArray(char[][]::new);
    }

    static Search of(String text, Collection<GroupEntry> groups) {
        List<Word> words = new ArrayList<>();
        StringTokenizer tokens = new StringTokenizer(FoldedText.of(text));
        while (tokens.hasMoreTokens()) {
            String word = tokens.nextToken();
            Set<String> matching = new HashSet<>();
            for (GroupEntry group : groups) {
                if (group.text().contains(word)) {
                    matching.add(group.id());
                }
            }
            words.add(new Word(word, matching));
        }
        return new Search(String.join(" ", words.stream().map(Word::text).toList()), words);
    }

    List<Word> words() {
        return words;
    }

    /** The valid contacts that match: first those whose name starts so, then those with a word that does, then the others. */
    List<Place> in(ContactIndex contacts) {
        SearchIndex index = contacts.search();
        List<BitSet> members =
                words.stream().map(word -> members(word, contacts)).toList();
        int[] candidates = candidates(index, members);
        byte[] ranks = new byte[candidates.length];
        int[] counts = new int[NO_HIT + 1];
        for (int i = 0; i < candidates.length; i++) {
            int number = candidates[i];
            ranks[i] = (byte) (matches(number, index.texts(), members) ? rank(number, index.texts()) : NO_HIT);
            counts[ranks[i]]++;
        }
        List<Place> found = new ArrayList<>(candidates.length - counts[NO_HIT]);
        for (int rank = 0; rank < NO_HIT; rank++) {
            List<Place> some = new ArrayList<>(counts[rank]);
            for (int i = 0; i < candidates.length && counts[rank] > 0; i++) {
                if (ranks[i] == rank) {
                    some.add(index.place(candidates[i]));
                }
            }
            found.addAll(contacts.sort(some));
        }
        return found;
    }

    /** The numbers of those who are in a group whose name has {@code word}. */
    private static BitSet members(Word word, ContactIndex contacts) {
        BitSet members = new BitSet();
        for (String group : word.groupIds()) {
            contacts.placesIn(group).forEach(place -> members.set(place.number()));
        }
        return members;
    }

    /**
     * The numbers among which all that match are: those that may have all words that are in no group's name, else those that may
     * have the rarest word, in their text or as their group.
     */
    private int[] candidates(SearchIndex index, List<BitSet> members) {
        List<String> inText = words.stream()
                .filter(word -> word.groupIds().isEmpty())
                .map(Word::text)
                .toList();
        if (!inText.isEmpty() || words.isEmpty()) {
            return index.maybe(inText);
        }
        int rarest = 0;
        for (int i = 1; i < words.size(); i++) {
            if (atMost(i, index, members) < atMost(rarest, index, members)) {
                rarest = i;
            }
        }
        BitSet candidates = (BitSet) members.get(rarest).clone();
        Arrays.stream(index.maybe(List.of(words.get(rarest).text()))).forEach(candidates::set);
        return candidates.stream().toArray();
    }

    private int atMost(int word, SearchIndex index, List<BitSet> members) {
        return index.atMost(words.get(word).text()) + members.get(word).cardinality();
    }

    private boolean matches(int number, Texts texts, List<BitSet> members) {
        for (int i = 0; i < members.size(); i++) {
            if (!members.get(i).get(number) && !texts.contains(number, letters[i])) {
                return false;
            }
        }
        return true;
    }

    private int rank(int number, Texts texts) {
        if (texts.startsWith(number, whole)) {
            return 0;
        }
        for (char[] word : letters) {
            if (texts.beginsInName(number, word)) {
                return 1;
            }
        }
        return 2;
    }
}
