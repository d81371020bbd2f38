package im.kith.core.contacts;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;

/**
 * A search: folded words that must all be in a contact's name, identities or groups' names.
 *
 * <p>Groups are matched once for all, so that a contact costs a look at its own text.
 */
final class Search {

    private record Word(String text, Set<String> groupIds) {

        boolean begins(String name) {
            int at = name.indexOf(text);
            while (at > 0 && name.charAt(at - 1) != ' ') {
                at = name.indexOf(text, at + 1);
            }
            return at >= 0;
        }
    }

    private record Hit(int rank, ContactEntry entry) {}

    private static final Comparator<Hit> BEST_FIRST =
            Comparator.comparingInt(Hit::rank).thenComparing(Hit::entry, ContactEntry.BY_NAME);

    private final String whole;
    private final List<Word> words;

    private Search(String whole, List<Word> words) {
        this.whole = whole;
        this.words = words;
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

    /**
     * The entries among which all that match are: those that may have all words that are in no group's name, else those that may
     * have the rarest word, in their text or as their group.
     */
    Collection<ContactEntry> candidates(ContactIndex contacts) {
        List<String> inText = words.stream()
                .filter(word -> word.groupIds().isEmpty())
                .map(Word::text)
                .toList();
        if (!inText.isEmpty()) {
            return contacts.maybe(inText);
        }
        Optional<Word> rarest = words.stream().min(Comparator.comparingInt(word -> atMost(word, contacts)));
        if (rarest.isEmpty()) {
            return contacts.all();
        }
        Set<ContactEntry> candidates = Collections.newSetFromMap(new IdentityHashMap<>());
        candidates.addAll(contacts.maybe(List.of(rarest.get().text())));
        for (String group : rarest.get().groupIds()) {
            contacts.inGroup(group).forEach(id -> contacts.byItem(id).ifPresent(candidates::add));
        }
        return candidates;
    }

    private static int atMost(Word word, ContactIndex contacts) {
        int count = contacts.atMost(word.text());
        for (String group : word.groupIds()) {
            count += contacts.inGroup(group).size();
        }
        return count;
    }

    /** The valid ones that match: first those whose name starts so, then those with a word that does, then the others. */
    List<ContactEntry> in(Collection<ContactEntry> entries) {
        return entries.stream()
                .filter(entry -> entry.valid() && matches(entry))
                .map(entry -> new Hit(rank(entry), entry))
                .sorted(BEST_FIRST)
                .map(Hit::entry)
                .toList();
    }

    private boolean matches(ContactEntry entry) {
        for (Word word : words) {
            if (!entry.text().contains(word.text())
                    && (word.groupIds().isEmpty()
                            || entry.contact().groupIds().stream().noneMatch(word.groupIds()::contains))) {
                return false;
            }
        }
        return true;
    }

    private int rank(ContactEntry entry) {
        if (entry.text().startsWith(whole)) {
            return 0;
        }
        String name = entry.sortKey();
        return words.stream().anyMatch(word -> word.begins(name)) ? 1 : 2;
    }
}
