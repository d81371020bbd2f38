package im.kith.core.contacts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Contacts that are, or look like, the same, and groups of one name.
 *
 * <p>Contacts are put into buckets by what would make them look the same; the cost is that of sorting the book. A bucket of more
 * than {@value #MOST} says nothing ("info@", "Mum") and is left out.
 */
public final class Duplicates {

    /** How many contacts at most may look like the same. */
    static final int MOST = 12;

    private static final int SHORTEST_LOCAL_PART = 3;

    /** Addresses of offices, not of persons. */
    private static final Set<String> ROLES = Set.of(
            "abuse",
            "admin",
            "contact",
            "hello",
            "help",
            "hostmaster",
            "info",
            "mail",
            "office",
            "postmaster",
            "sales",
            "service",
            "support",
            "team",
            "webmaster");

    /**
     * Some that may be one.
     *
     * @param contacts of a certain finding the items that are shown as one already, each by itself
     * @param why in words
     * @param certain whether they share an identity, or are one group by its id
     */
    public record Finding(List<ContactView> contacts, List<GroupView> groups, String why, boolean certain) {
        public Finding {
            contacts = List.copyOf(contacts);
            groups = List.copyOf(groups);
        }
    }

    /** A bucket of entries and the reasons for it, the weightiest first. */
    private record Likely(List<ContactEntry> entries, Set<Why> why) {

        int weight() {
            return why.stream().mapToInt(Why::weight).sum();
        }
    }

    private enum Why {
        NAME("the same name", 4),
        WORDS("the same words in the name", 2),
        LOCAL_PART("the same address at different hosts", 1);

        private final String text;
        private final int weight;

        Why(String text, int weight) {
            this.text = text;
            this.weight = weight;
        }

        int weight() {
            return weight;
        }
    }

    private final AddressBook book;
    private final Set<DuplicatePair> ignored;

    private Duplicates(AddressBook book, Set<DuplicatePair> ignored) {
        this.book = book;
        this.ignored = ignored;
    }

    /** All findings: certain ones first, then by how much speaks for them, then by name. */
    public static List<Finding> in(AddressBook book, Set<DuplicatePair> ignored) {
        return new Duplicates(book, ignored).find();
    }

    private List<Finding> find() {
        List<ContactEntry> all =
                book.contactIndex().all().stream().filter(ContactEntry::valid).toList();
        List<Finding> findings = new ArrayList<>();
        all.stream()
                .filter(entry -> entry.items().size() > 1)
                .sorted(ContactEntry.BY_NAME)
                .forEach(entry -> findings.add(certain(entry)));
        likely(all)
                .forEach(likely -> findings.add(new Finding(
                        likely.entries().stream().map(book::view).toList(),
                        List.of(),
                        likely.why().stream().map(why -> why.text).collect(Collectors.joining(", ")),
                        false)));
        findings.addAll(groups());
        return findings;
    }

    private Finding certain(ContactEntry entry) {
        Map<FieldKey, Integer> counts = new LinkedHashMap<>();
        for (Item item : entry.items()) {
            Entries.merged(List.of(item))
                    .present(FieldKey.Kind.IDENTITY)
                    .forEach(field -> counts.merge(field.key(), 1, Integer::sum));
        }
        String shared = counts.entrySet().stream()
                .filter(count -> count.getValue() > 1)
                .map(count -> count.getKey().second())
                .collect(Collectors.joining(", "));
        List<ContactView> views = entry.items().stream()
                .map(item -> book.view(ContactEntry.of(List.of(item))))
                .toList();
        return new Finding(views, List.of(), "both have " + shared, true);
    }

    private List<Likely> likely(List<ContactEntry> all) {
        Map<Set<String>, Likely> found = new LinkedHashMap<>();
        buckets(all, entry -> named(entry).stream().toList()).forEach(bucket -> add(found, bucket, Why.NAME));
        buckets(all, entry -> words(entry).stream().toList()).forEach(bucket -> add(found, bucket, Why.WORDS));
        buckets(all, Duplicates::localParts).forEach(bucket -> add(found, bucket, Why.LOCAL_PART));
        return found.values().stream()
                .sorted(Comparator.comparingInt(Likely::weight)
                        .reversed()
                        .thenComparing(likely -> likely.entries().get(0), ContactEntry.BY_NAME)
                        .thenComparing(likely -> likely.entries().get(1), ContactEntry.BY_NAME))
                .toList();
    }

    private static Collection<List<ContactEntry>> buckets(
            List<ContactEntry> all, Function<ContactEntry, Collection<String>> keys) {
        Map<String, List<ContactEntry>> buckets = new HashMap<>();
        for (ContactEntry entry : all) {
            keys.apply(entry)
                    .forEach(key -> buckets.computeIfAbsent(key, k -> new ArrayList<>(1))
                            .add(entry));
        }
        buckets.values().removeIf(bucket -> bucket.size() < 2 || bucket.size() > MOST);
        return buckets.values();
    }

    private void add(Map<Set<String>, Likely> found, List<ContactEntry> bucket, Why why) {
        for (List<ContactEntry> open :
                open(bucket.stream().sorted(ContactEntry.BY_NAME).toList())) {
            Set<String> ids = open.stream().map(ContactEntry::id).collect(Collectors.toCollection(TreeSet::new));
            Likely likely = found.computeIfAbsent(ids, i -> new Likely(open, new LinkedHashSet<>()));
            if (why != Why.WORDS || !likely.why().contains(Why.NAME)) {
                likely.why().add(why);
            }
        }
    }

    /** A bucket in as few parts as come easily, so that no two in one part are an ignored pair. */
    private List<List<ContactEntry>> open(List<ContactEntry> bucket) {
        if (ignored.isEmpty()) {
            return List.of(bucket);
        }
        List<List<ContactEntry>> parts = new ArrayList<>();
        for (ContactEntry first : bucket) {
            for (ContactEntry second : bucket.subList(bucket.indexOf(first) + 1, bucket.size())) {
                if (!ignored(items(first), items(second))
                        && parts.stream().noneMatch(part -> part.contains(first) && part.contains(second))) {
                    List<ContactEntry> part = new ArrayList<>(List.of(first, second));
                    bucket.stream()
                            .filter(other -> !part.contains(other)
                                    && part.stream().noneMatch(each -> ignored(items(each), items(other))))
                            .forEach(part::add);
                    part.sort(ContactEntry.BY_NAME);
                    parts.add(part);
                }
            }
        }
        return parts;
    }

    private static List<String> items(ContactEntry entry) {
        return entry.items().stream().map(Item::id).toList();
    }

    private boolean ignored(List<String> some, List<String> others) {
        return !ignored.isEmpty()
                && some.stream().anyMatch(a -> others.stream().anyMatch(b -> ignored.contains(DuplicatePair.of(a, b))));
    }

    private static Optional<String> named(ContactEntry entry) {
        return entry.contact().name().map(FoldedText::of).map(String::strip).filter(name -> !name.isEmpty());
    }

    /** The words of the name, sorted; empty if there is but one, which may be anybody's. */
    private static Optional<String> words(ContactEntry entry) {
        return named(entry)
                .map(name -> Arrays.stream(name.split("[^\\p{L}\\p{N}]+", -1))
                        .filter(word -> !word.isEmpty())
                        .sorted()
                        .toList())
                .filter(words -> words.size() > 1)
                .map(words -> String.join(" ", words));
    }

    private static Set<String> localParts(ContactEntry entry) {
        Set<String> parts = new LinkedHashSet<>();
        for (Identity identity : entry.contact().identities()) {
            int at = identity.value().lastIndexOf('@');
            String local = at < 0 ? "" : identity.value().substring(0, at).toLowerCase(Locale.ROOT);
            if (local.length() >= SHORTEST_LOCAL_PART && !ROLES.contains(local)) {
                parts.add(local);
            }
        }
        return parts;
    }

    private List<Finding> groups() {
        Map<String, List<GroupEntry>> byName = new LinkedHashMap<>();
        for (GroupEntry group : book.groupIndex().all()) {
            byName.computeIfAbsent(group.group().name(), name -> new ArrayList<>(1))
                    .add(group);
        }
        return byName.values().stream()
                .map(groups -> groups.stream()
                        .filter(group -> groups.stream()
                                .anyMatch(other -> !other.id().equals(group.id())
                                        && !ignored(List.of(group.id()), List.of(other.id()))))
                        .toList())
                .filter(groups -> groups.size() > 1)
                .sorted(Comparator.comparing(groups -> groups.get(0).text()))
                .map(groups ->
                        new Finding(List.of(), groups.stream().map(book::view).toList(), "groups of one name", false))
                .toList();
    }
}
