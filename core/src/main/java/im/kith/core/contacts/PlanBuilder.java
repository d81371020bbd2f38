package im.kith.core.contacts;

import im.kith.core.clock.Hlc;
import im.kith.core.octets.Bytes;
import im.kith.core.replica.ItemKey;
import im.kith.core.replica.Stamp;
import im.kith.core.replica.VersionId;
import im.kith.core.xml.XmlElement;
import im.kith.core.xml.XmlNode;
import im.kith.core.xml.XmlText;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Collects the writes of one plan and adds what privacy asks for. */
final class PlanBuilder {

    /** Octets of a field's entry in the edits element at most, but for what its key holds. */
    private static final int ENTRY = 200;

    /** Octets of a character as a reference at most. */
    private static final int REFERENCE = 8;

    private final AddressBook book;
    private final Privacy privacy;
    private final RandomGenerator random;
    private final List<PlannedWrite> writes = new ArrayList<>();
    private final Map<Subject, List<Function<Stamp, Bytes>>> created = new EnumMap<>(Subject.class);

    PlanBuilder(AddressBook book, Privacy privacy, RandomGenerator random) {
        this.book = book;
        this.privacy = privacy;
        this.random = random;
    }

    String freshId() {
        return ItemIds.fresh(random);
    }

    /** A new item. */
    void create(Subject subject, String id, Map<FieldKey, ? extends @Nullable XmlNode> fields)
            throws InvalidInputException {
        Function<Stamp, Bytes> compose = compose(Fields.none(subject), fields);
        created.computeIfAbsent(subject, s -> new ArrayList<>()).add(compose);
        writes.add(new PlannedWrite(new ItemKey(subject.node(), id), Set.of(), Hlc.ZERO, Optional.of(compose)));
    }

    /** An edit of what lies over {@code items}, sorted: the first keeps it, the others are vacated. */
    void rewrite(List<Item> items, Fields merged, Map<FieldKey, ? extends @Nullable XmlNode> changes)
            throws InvalidInputException {
        Function<Stamp, Bytes> compose = compose(merged, changes);
        Item keep = items.get(0);
        Hlc floor = merged.latest().map(Stamp::hlc).orElse(Hlc.ZERO);
        writes.add(new PlannedWrite(keep.key(), keep.merged(), floor, Optional.of(compose)));
        items.stream().skip(1).forEach(this::vacate);
    }

    /** Takes what {@code item} holds away without taking the item away, where that is wanted. */
    void vacate(Item item) {
        writes.add(privacy.compatible() ? PlannedWrite.retract(item) : PlannedWrite.reserve(item));
    }

    /** A whole item that software publishes. One that is not visible now is new; over a reserved one it uses up that very one. */
    void publish(PlannedWrite write) {
        ItemKey key = write.item();
        Subject subject = Subject.on(key.node());
        if (book.items(key.node()).get(key.id()).isEmpty()) {
            created.computeIfAbsent(subject, s -> new ArrayList<>())
                    .add(write.compose().orElseThrow());
        }
        writes.add(write);
    }

    /** As {@link #vacate(Item)}, for software that had been shown {@code seen} of the item and nothing else. */
    void vacate(Item item, Set<VersionId> seen) {
        writes.add((privacy.compatible() ? PlannedWrite.retract(item) : PlannedWrite.reserve(item)).over(seen));
    }

    /** Sets an item, which is {@code now}, back to {@code base} with {@code changes}; one not visible now counts as new. */
    void restore(
            Reversal reversal,
            @Nullable Item now,
            Fields base,
            Map<FieldKey, ? extends @Nullable XmlNode> changes,
            Hlc after)
            throws InvalidInputException {
        Function<Stamp, Bytes> compose = compose(base, changes);
        if (now == null) {
            created.computeIfAbsent(base.subject(), s -> new ArrayList<>()).add(compose);
        }
        Set<VersionId> replaces = now == null ? reversal.live() : now.merged();
        writes.add(new PlannedWrite(reversal.item(), replaces, after, Optional.of(compose)));
    }

    private static Function<Stamp, Bytes> compose(Fields base, Map<FieldKey, ? extends @Nullable XmlNode> changes)
            throws InvalidInputException {
        Map<FieldKey, @Nullable XmlNode> copy = new LinkedHashMap<>(changes);
        Function<Stamp, Bytes> compose = stamp ->
                Padding.pad(FieldsWriter.write(base.with(copy, stamp), stamp).toXml());
        if (roughly(base, copy) > Limits.PLAINTEXT) {
            int size = compose.apply(Payload.NO_STAMP).length();
            if (size > Limits.PLAINTEXT) {
                throw new InvalidInputException("too big: " + size + " bytes of XML, more than " + Limits.PLAINTEXT);
            }
        }
        return compose;
    }

    /** An upper bound of the XML's size that is quick to work out. */
    private static long roughly(Fields base, Map<FieldKey, @Nullable XmlNode> changes) {
        long size = 2 * ENTRY;
        for (Field field : base.all()) {
            size += roughly(field.key(), field.value());
        }
        for (Map.Entry<FieldKey, @Nullable XmlNode> change : changes.entrySet()) {
            size += roughly(change.getKey(), change.getValue());
        }
        return size;
    }

    private static long roughly(FieldKey key, @Nullable XmlNode value) {
        long size =
                ENTRY + (long) REFERENCE * (key.first().length() + key.second().length());
        if (value instanceof XmlText text) {
            size += (long) REFERENCE * text.text().length();
        } else if (value instanceof XmlElement element) {
            size += element.toXml().length();
        }
        return size;
    }

    List<PlannedWrite> build() {
        created.forEach((subject, composed) -> hide(subject, composed));
        return writes;
    }

    /** Makes room for new items among the reserved ones, or fills up to the next step when there are too few. */
    private void hide(Subject subject, List<Function<Stamp, Bytes>> composed) {
        if (privacy.compatible()) {
            return;
        }
        NodeItems items = book.items(subject.node());
        List<Item> reserved = reserved(subject);
        choose(reserved.size(), Math.min(reserved.size(), composed.size()))
                .forEach(n -> writes.add(PlannedWrite.retract(reserved.get(n))));
        if (composed.size() > reserved.size() && privacy.fills()) {
            int count = items.count() - reserved.size() + composed.size();
            fill(subject, PrivacySteps.atLeast(count) - count, composed);
        }
    }

    /** The reserved items that this plan does not touch yet. */
    private List<Item> reserved(Subject subject) {
        Set<String> touched = new HashSet<>();
        writes.forEach(write -> {
            if (write.item().node().equals(subject.node())) {
                touched.add(write.item().id());
            }
        });
        NodeItems items = book.items(subject.node());
        return IntStream.range(0, items.reservedCount())
                .mapToObj(items::reservedAt)
                .filter(item -> !touched.contains(item.id()))
                .toList();
    }

    /** Different numbers below {@code bound}. */
    private List<Integer> choose(int bound, int count) {
        int[] numbers = new int[bound];
        for (int i = 0; i < bound; i++) {
            numbers[i] = i;
        }
        List<Integer> chosen = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int other = i + random.nextInt(bound - i);
            chosen.add(numbers[other]);
            numbers[other] = numbers[i];
        }
        return chosen;
    }

    /** New reserved items, each of the size of some item that there is or is being made. */
    private void fill(Subject subject, int count, List<Function<Stamp, Bytes>> composed) {
        NodeItems items = book.items(subject.node());
        for (int i = 0; i < count; i++) {
            int model = random.nextInt(items.count() + composed.size());
            int size = model < items.count()
                    ? items.at(model).size()
                    : composed.get(model - items.count())
                            .apply(Payload.NO_STAMP)
                            .length();
            writes.add(new PlannedWrite(
                    new ItemKey(subject.node(), freshId()),
                    Set.of(),
                    Hlc.ZERO,
                    Optional.of(stamp -> PlannedWrite.reserved(size))));
        }
    }

    /** Brings both nodes in line with the privacy asked for. */
    void fit() {
        for (Subject subject : Subject.values()) {
            NodeItems items = book.items(subject.node());
            if (privacy.compatible()) {
                for (int i = 0; i < items.reservedCount(); i++) {
                    writes.add(PlannedWrite.retract(items.reservedAt(i)));
                }
            } else if (privacy.steps() && items.count() > 0) {
                fill(subject, PrivacySteps.atLeast(items.count()) - items.count(), List.of());
            }
        }
    }
}
