package im.kith.core.contacts;

import im.kith.core.clock.Hlc;
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
 * <p>Fields set back get the new version's stamp, so that they win against what was written beside. Items that come back keep
 * their stamps, but for what {@link GivenBack} says.
 */
final class UndoPlanner {

    private final AddressBook book;
    private final PlanBuilder plan;
    private final List<Step> steps = new ArrayList<>();
    private final Set<String> undone = new HashSet<>();
    private final GivenBack givenBack = new GivenBack();
    private final Set<FieldKey> left = new HashSet<>();
    private final List<String> kept = new ArrayList<>();
    private final Set<String> contacts = new LinkedHashSet<>();
    private final Set<String> groups = new LinkedHashSet<>();
    private Hlc floor = Hlc.ZERO;

    UndoPlanner(AddressBook book, PlanBuilder plan) {
        this.book = book;
        this.plan = plan;
    }

    /** One item: what was done to it, and what it is now. */
    private record Step(
            Reversal reversal, Transition done, @Nullable Item now) {

        String id() {
            return reversal.item().id();
        }

        @Nullable
        Fields current() {
            return now == null ? null : now.fields();
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
                givenBack.take(reversal.item(), done);
                floor = Hlc.max(floor, reversal.latest());
                floor = Hlc.max(floor, now == null ? Hlc.ZERO : now.floor());
                floor = Hlc.max(floor, latest(done.before()));
            }
        }
        for (Step step : steps) {
            if (step.done().before() != null && step.done().after() != null) {
                setBack(step, step.done().before(), step.done().after());
            }
        }
        floor = floor.next();
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

    private void setBack(Step step, Fields before, Fields after) throws InvalidInputException {
        Fields current = step.current();
        if (current == null) {
            keep(step, "removed since");
            return;
        }
        Map<FieldKey, Field> old = before.asMap();
        Map<FieldKey, Field> now = current.asMap();
        Map<FieldKey, @Nullable XmlNode> changes = new LinkedHashMap<>();
        Set<FieldKey> restamped = new HashSet<>();
        for (Field set : after.asMap().values()) {
            Field was = old.get(set.key());
            XmlNode value = was == null ? null : was.value();
            boolean changed = !Objects.equals(value, set.value());
            if (changed && set.equals(now.get(set.key()))) {
                changes.put(set.key(), value);
            } else if (changed) {
                keep(step, FieldWords.name(set.key(), set, this::groupName) + " was changed since");
            } else if (!set.equals(was)) {
                restamped.add(set.key());
            }
        }
        keepOthersIdentities(step, changes);
        keepLastIdentity(step, current, changes);
        givenBack.setBack(step.reversal().item(), changes.keySet());
        givenBack.setBack(step.reversal().item(), restamped);
        changes.forEach((key, value) -> {
            if (value == null && key.kind() == FieldKey.Kind.GROUP) {
                left.add(new FieldKey(FieldKey.Kind.GROUP, key.first(), step.id()));
            }
        });
        boolean aged = current.added() == after.added() && before.added() != after.added();
        if (!changes.isEmpty() || aged) {
            Fields base = ordered(current, before, changes.keySet(), aged ? before.added() : current.added());
            plan.restore(step.reversal(), step.now(), base, changes, floor);
            note(step);
        }
    }

    /** The fields of {@code current} in the order that those of {@code before} had, with places for those that are {@code set} back. */
    private static Fields ordered(Fields current, Fields before, Set<FieldKey> set, long added) {
        Map<FieldKey, Field> rest = current.asMap();
        List<Field> ordered = new ArrayList<>();
        for (Field field : before.all()) {
            Field now = rest.remove(field.key());
            if (now != null) {
                ordered.add(now);
            } else if (set.contains(field.key())) {
                ordered.add(field);
            }
        }
        ordered.addAll(rest.values());
        return new Fields(current.subject(), ordered, added);
    }

    /** What another contact has by now is not given back, since the two would be taken for one. */
    private void keepOthersIdentities(Step step, Map<FieldKey, @Nullable XmlNode> changes) {
        for (Map.Entry<FieldKey, @Nullable XmlNode> change : List.copyOf(changes.entrySet())) {
            if (change.getKey().kind() == FieldKey.Kind.IDENTITY && change.getValue() != null) {
                boolean another = book.contactIndex()
                        .byIdentity(change.getKey())
                        .filter(entry -> entry.items().stream().noneMatch(item -> undone.contains(item.id())))
                        .isPresent();
                if (another) {
                    changes.remove(change.getKey());
                    keep(step, change.getKey().second() + " is another contact's now");
                }
            }
        }
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
        for (Field field : givenBack.to(step.reversal().item())) {
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
