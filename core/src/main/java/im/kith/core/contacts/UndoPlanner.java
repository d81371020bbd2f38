package im.kith.core.contacts;

import im.kith.core.clock.Hlc;
import im.kith.core.replica.ItemKey;
import im.kith.core.xml.XmlNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Plans taking a change back (R13): what it set and nobody has changed since is set back, the rest is told.
 *
 * <p>Fields set back get the new version's stamp, so that they win against what was written beside; but for those that
 * {@link UndoTarget} says are not shown. Items that come back keep their stamps, but for fields shown instead of one set back.
 */
final class UndoPlanner {

    private final AddressBook book;
    private final PlanBuilder plan;
    private final List<Step> steps = new ArrayList<>();
    private final Set<String> undone = new HashSet<>();
    private final UndoTarget target;
    private final Set<FieldKey> left = new HashSet<>();
    private final List<String> kept = new ArrayList<>();
    private final Set<String> contacts = new LinkedHashSet<>();
    private final Set<String> groups = new LinkedHashSet<>();
    private Hlc floor = Hlc.ZERO;

    UndoPlanner(AddressBook book, PlanBuilder plan) {
        this.book = book;
        this.plan = plan;
        this.target = new UndoTarget(book);
    }

    /** One item: what was done to it, and what it is now. */
    private record Step(
            Reversal reversal, Transition done, @Nullable Item now) {

        ItemKey item() {
            return reversal.item();
        }

        String id() {
            return item().id();
        }

        @Nullable
        Fields current() {
            return now == null ? null : now.fields();
        }
    }

    /**
     * What is to be set back in an item that stays.
     *
     * @param changes of value
     * @param restamped what says the same as before, with another stamp
     */
    private record SetBack(
            Step step,
            Fields before,
            Fields current,
            Map<FieldKey, @Nullable XmlNode> changes,
            Set<FieldKey> restamped) {

        Set<FieldKey> keys() {
            Set<FieldKey> keys = new HashSet<>(changes.keySet());
            keys.addAll(restamped);
            return keys;
        }
    }

    UndoPlan plan(List<Reversal> reversals) throws InvalidInputException {
        for (Reversal reversal : reversals) {
            Transition done = reversal.transition();
            if (done.concernsSomebody()) {
                Item now = book.items(reversal.item().node())
                        .get(reversal.item().id())
                        .orElse(null);
                steps.add(new Step(reversal, done, now));
                undone.add(reversal.item().id());
                target.take(reversal.item());
                floor = Hlc.max(floor, reversal.latest());
                floor = Hlc.max(floor, now == null ? Hlc.ZERO : now.floor());
                floor = Hlc.max(floor, latest(done.before()));
            }
        }
        List<SetBack> setBacks = new ArrayList<>();
        for (Step step : steps) {
            Fields before = step.done().before();
            Fields after = step.done().after();
            if (before != null && after != null) {
                Optional<SetBack> setBack = setBack(step, before, after);
                setBack.ifPresent(each -> target.put(
                        step.item(),
                        ordered(each, each.keys(), each.current().added()),
                        each.changes().keySet()));
                setBack.ifPresent(setBacks::add);
            } else if (before != null) {
                Fields current = step.current();
                target.put(step.item(), current == null ? before : current, Set.of());
            }
        }
        for (SetBack each : setBacks) {
            write(each);
        }
        for (Step step : steps) {
            Fields before = step.done().before();
            if (before != null && step.done().after() == null) {
                bringBack(step, before);
            }
        }
        takeAway();
        return new UndoPlan(plan.build(), List.copyOf(contacts), List.copyOf(groups), kept);
    }

    private static Hlc latest(@Nullable Fields fields) {
        return fields == null
                ? Hlc.ZERO
                : fields.latest().map(stamp -> stamp.hlc()).orElse(Hlc.ZERO);
    }

    private Optional<SetBack> setBack(Step step, Fields before, Fields after) {
        Fields current = step.current();
        if (current == null) {
            keep(step, "removed since");
            return Optional.empty();
        }
        Map<FieldKey, Field> old = before.asMap();
        Map<FieldKey, Field> now = current.asMap();
        Map<FieldKey, @Nullable XmlNode> changes = new LinkedHashMap<>();
        Set<FieldKey> restamped = new HashSet<>();
        Map<FieldKey, Field> done = after.asMap();
        for (FieldKey key : touched(before, done.keySet())) {
            Field was = old.get(key);
            Field set = done.get(key);
            XmlNode value = was == null ? null : was.value();
            boolean changed = !Objects.equals(value, set == null ? null : set.value());
            boolean still = Objects.equals(set, now.get(key));
            if (changed && still) {
                changes.put(key, value);
            } else if (changed) {
                keep(step, FieldWords.name(key, set, this::groupName) + " was changed since");
            } else if (still && !Objects.equals(set, was)) {
                restamped.add(key);
            }
        }
        keepOthersIdentities(step, changes);
        keepLastIdentity(step, current, changes);
        return Optional.of(new SetBack(step, before, current, changes, restamped));
    }

    private void write(SetBack setBack) throws InvalidInputException {
        Step step = setBack.step();
        Map<FieldKey, @Nullable XmlNode> stamped = new LinkedHashMap<>(setBack.changes());
        Set<FieldKey> asBefore = setBack.keys();
        asBefore.removeIf(key -> target.isShown(step.item(), key));
        stamped.keySet().removeAll(asBefore);
        setBack.changes().forEach((key, value) -> {
            if (value == null && key.kind() == FieldKey.Kind.GROUP) {
                left.add(new FieldKey(FieldKey.Kind.GROUP, key.first(), step.id()));
            }
        });
        Fields before = setBack.before();
        long added = setBack.current().added();
        Fields after = step.done().after();
        boolean aged = after != null && added == after.added() && before.added() != added;
        if (!stamped.isEmpty() || !asBefore.isEmpty() || aged) {
            Fields base = ordered(setBack, asBefore, aged ? before.added() : added);
            plan.restore(step.reversal(), step.now(), base, stamped, floor);
            note(step);
        }
    }

    /** What a version has an entry for, and what was there before: of very many removals the version does not remember all. */
    private static Set<FieldKey> touched(Fields before, Set<FieldKey> remembered) {
        Set<FieldKey> touched = new LinkedHashSet<>(remembered);
        before.all().stream().filter(Field::present).map(Field::key).forEach(touched::add);
        return touched;
    }

    /**
     * The present fields in the order that those before the change had, with places for all that are set back.
     *
     * @param asBefore those that are just as before, stamps included
     */
    private static Fields ordered(SetBack setBack, Set<FieldKey> asBefore, long added) {
        Map<FieldKey, Field> rest = setBack.current().asMap();
        List<Field> ordered = new ArrayList<>();
        for (Field field : setBack.before().all()) {
            Field now = rest.remove(field.key());
            if (asBefore.contains(field.key())) {
                ordered.add(field);
            } else if (now != null) {
                ordered.add(now);
            } else if (setBack.changes().containsKey(field.key())) {
                ordered.add(field);
            }
        }
        rest.keySet().removeAll(asBefore);
        ordered.addAll(rest.values());
        return new Fields(setBack.current().subject(), ordered, added);
    }

    /** What another contact has got since is not given back, since the two would be taken for one. */
    private void keepOthersIdentities(Step step, Map<FieldKey, @Nullable XmlNode> changes) {
        for (Map.Entry<FieldKey, @Nullable XmlNode> change : List.copyOf(changes.entrySet())) {
            if (change.getKey().kind() == FieldKey.Kind.IDENTITY && change.getValue() != null) {
                boolean another = book.contactIndex()
                        .byIdentity(change.getKey())
                        .filter(entry -> entry.items().stream()
                                .noneMatch(item -> undone.contains(item.id()) || had(item, change.getKey(), step)))
                        .isPresent();
                if (another) {
                    changes.remove(change.getKey());
                    keep(step, change.getKey().second() + " is another contact's now");
                }
            }
        }
    }

    /** Whether {@code item} said this before the change already: then both were one. */
    private static boolean had(Item item, FieldKey key, Step step) {
        return item.fields() != null
                && item.fields()
                        .present(key)
                        .filter(field ->
                                field.stamp().compareTo(step.reversal().after().stamp()) < 0)
                        .isPresent();
    }

    private void keepLastIdentity(Step step, Fields current, Map<FieldKey, @Nullable XmlNode> changes) {
        if (current.subject() == Subject.GROUP) {
            return;
        }
        Set<FieldKey> identities = current.present(FieldKey.Kind.IDENTITY).stream()
                .map(Field::key)
                .collect(Collectors.toCollection(HashSet::new));
        changes.forEach((key, value) -> {
            if (key.kind() == FieldKey.Kind.IDENTITY && value != null) {
                identities.add(key);
            } else {
                identities.remove(key);
            }
        });
        if (identities.isEmpty()) {
            boolean any = changes.entrySet()
                    .removeIf(e -> e.getKey().kind() == FieldKey.Kind.IDENTITY && e.getValue() == null);
            if (any) {
                keep(step, "its only address stays");
            }
        }
    }

    private void bringBack(Step step, Fields before) throws InvalidInputException {
        if (step.current() != null) {
            keep(step, "it is there again");
            return;
        }
        Map<FieldKey, @Nullable XmlNode> restamped = new LinkedHashMap<>();
        for (Field field : target.prevailing(step.item())) {
            restamped.put(field.key(), field.value());
        }
        plan.restore(step.reversal(), step.now(), before, restamped, floor);
        note(step);
    }

    /** Takes away what the change made: contacts first, since a group that one is left in stays. */
    private void takeAway() {
        List<Step> made = steps.stream().filter(s -> s.done().before() == null).toList();
        Set<String> vacated = new HashSet<>();
        for (Subject subject : Subject.values()) {
            for (Step step : made) {
                if (step.done().subject() == subject) {
                    takeAway(step, vacated);
                }
            }
        }
    }

    private void takeAway(Step step, Set<String> vacated) {
        Item now = step.now();
        if (now == null || now.fields() == null) {
            keep(step, "removed since");
        } else if (!now.merged().equals(Set.of(step.reversal().after().id()))) {
            keep(step, "changed since it was added");
        } else if (isUsed(now, vacated)) {
            keep(step, "the group is in use");
        } else {
            plan.vacate(now);
            vacated.add(now.id());
            note(step);
        }
    }

    private boolean isUsed(Item item, Set<String> vacated) {
        Optional<String> group =
                Subject.on(item.key().node()) == Subject.GROUP ? GroupIndex.id(item) : Optional.empty();
        return group.isPresent()
                && book.contactIndex().inGroup(group.get()).stream()
                        .flatMap(id -> book.contactIndex().byItem(id).stream())
                        .flatMap(entry -> entry.items().stream())
                        .filter(member -> Optional.ofNullable(member.fields())
                                .flatMap(fields -> fields.present(FieldKey.group(group.get())))
                                .isPresent())
                        .anyMatch(member -> !vacated.contains(member.id())
                                && !left.contains(new FieldKey(FieldKey.Kind.GROUP, group.get(), member.id())));
    }

    private String groupName(String id) {
        return book.groupIndex().byId(id).map(entry -> entry.group().name()).orElse(id);
    }

    private void keep(Step step, String why) {
        String label = step.done().label();
        kept.add((label.isEmpty() ? step.id() : label) + ": " + why);
    }

    private void note(Step step) {
        (step.done().subject() == Subject.GROUP ? groups : contacts).add(step.id());
    }
}
