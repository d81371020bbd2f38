package im.kith.core.contacts;

import im.kith.core.replica.VersionId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Plans what XMPP software does with whole items, so that nobody can tell it from what the user's commands do. */
final class SoftwarePlanner {

    private final AddressBook book;
    private final PlanBuilder plan;

    SoftwarePlanner(AddressBook book, PlanBuilder plan) {
        this.book = book;
        this.plan = plan;
    }

    void add(List<PlannedWrite> writes) throws InvalidInputException {
        Map<Item, Set<VersionId>> vacated = new LinkedHashMap<>();
        for (PlannedWrite write : writes) {
            if (write.compose().isPresent()) {
                plan.publish(write);
            } else {
                book.items(write.item().node())
                        .get(write.item().id())
                        .ifPresent(item -> vacated.put(item, write.merged()));
            }
        }
        for (String group : gone(vacated)) {
            GroupPlanner.forget(group, book, plan);
        }
        vacated.forEach(plan::vacate);
    }

    /** The groups of which nothing is left: not those of which somebody knew more than this software, nor those with other items. */
    private Set<String> gone(Map<Item, Set<VersionId>> vacated) {
        Set<String> whole = new HashSet<>();
        vacated.forEach((item, seen) -> {
            if (Subject.on(item.key().node()) == Subject.GROUP && seen.containsAll(item.merged())) {
                whole.add(item.id());
            }
        });
        Set<String> gone = new HashSet<>();
        for (Item item : vacated.keySet()) {
            Optional<GroupEntry> group =
                    whole.contains(item.id()) ? GroupIndex.id(item).flatMap(book.groupIndex()::byId) : Optional.empty();
            group.filter(entry -> entry.items().stream().allMatch(each -> whole.contains(each.id())))
                    .ifPresent(entry -> gone.add(entry.id()));
        }
        return gone;
    }
}
