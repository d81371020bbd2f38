package im.kith.core.contacts;

import im.kith.core.xml.XmlElement;
import im.kith.core.xml.XmlText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Plans an import: each draft joins the contact that has one of its identities, in the book or earlier in the import.
 *
 * <p>United are identities, groups and extensions; a name that is there stays. So the same import again adds nothing. Of
 * what rosters said of one JID the last is kept: its subscription is a state. Of an extension and what it was retold as the
 * former is kept.
 */
final class ImportPlanner {

    private final AddressBook book;
    private final PlanBuilder plan;
    private final GroupNames groups;
    private final Retelling retelling;
    private final Map<FieldKey, PendingContact> byIdentity = new HashMap<>();
    private final Map<PendingContact, Integer> pending = new LinkedHashMap<>();
    private final List<ImportPlan.Rejected> rejected = new ArrayList<>();
    private int added;
    private int merged;
    private int unchanged;

    ImportPlanner(AddressBook book, PlanBuilder plan, Retelling retelling) {
        this.book = book;
        this.plan = plan;
        this.retelling = retelling;
        this.groups = new GroupNames(book, plan);
    }

    ImportPlanner groups(List<GroupDraft> drafts) {
        for (GroupDraft draft : drafts) {
            try {
                groups.ensure(draft);
            } catch (InvalidInputException e) {
                // left out: a contact that names it is told about
            }
        }
        return this;
    }

    ImportPlan plan(List<Draft> drafts) {
        for (int i = 0; i < drafts.size(); i++) {
            try {
                take(i, drafts.get(i).checked());
            } catch (InvalidInputException e) {
                rejected.add(new ImportPlan.Rejected(i, String.valueOf(e.getMessage())));
            }
        }
        emit();
        return new ImportPlan(plan.build(), drafts.size(), added, merged, unchanged, rejected);
    }

    /** Of a contact that becomes too big as a whole the last draft is the one to blame. */
    private void emit() {
        pending.forEach((contact, last) -> {
            try {
                contact.emit(plan);
            } catch (InvalidInputException e) {
                rejected.add(new ImportPlan.Rejected(last, String.valueOf(e.getMessage())));
                added -= contact.isNew() ? 1 : 0;
                merged -= contact.isNew() ? 0 : 1;
            }
        });
    }

    private void take(int index, Draft draft) throws InvalidInputException {
        Set<PendingContact> known = new LinkedHashSet<>();
        for (Identity identity : draft.identities()) {
            known(FieldKey.identity(identity)).ifPresent(known::add);
        }
        refuseTooMany(draft, known);
        boolean isNew = known.isEmpty();
        PendingContact contact =
                isNew ? PendingContact.fresh() : known.iterator().next();
        pending.put(contact, index);
        boolean changed = known.size() > 1;
        for (PendingContact other : known) {
            if (other != contact) {
                contact.join(other);
                pending.remove(other);
                other.keys(FieldKey.Kind.IDENTITY).forEach(key -> byIdentity.put(key, contact));
            }
        }
        changed |= unite(contact, draft);
        if (isNew) {
            added++;
        } else if (changed) {
            merged++;
        } else {
            unchanged++;
        }
    }

    private Optional<PendingContact> known(FieldKey identity) {
        PendingContact found = byIdentity.get(identity);
        if (found == null) {
            found = book.contactIndex()
                    .byIdentity(identity)
                    .map(PendingContact::of)
                    .orElse(null);
            if (found != null) {
                PendingContact contact = found;
                contact.keys(FieldKey.Kind.IDENTITY).forEach(key -> byIdentity.put(key, contact));
            }
        }
        return Optional.ofNullable(found);
    }

    /** Before anything is changed: a refused draft leaves no trace. */
    private static void refuseTooMany(Draft draft, Set<PendingContact> known) throws InvalidInputException {
        if (known.isEmpty()) {
            return;
        }
        Set<FieldKey> identities = new LinkedHashSet<>();
        int groups = draft.groups().size();
        draft.identities().forEach(identity -> identities.add(FieldKey.identity(identity)));
        for (PendingContact contact : known) {
            identities.addAll(contact.keys(FieldKey.Kind.IDENTITY));
            groups += contact.keys(FieldKey.Kind.GROUP).size();
        }
        Limits.count("identities", identities.size(), Limits.IDENTITIES);
        Limits.count("groups", groups, Limits.GROUPS);
    }

    private boolean unite(PendingContact contact, Draft draft) throws InvalidInputException {
        boolean changed = draft.name().isPresent()
                && contact.addIfMissing(FieldKey.NAME, new XmlText(draft.name().get()));
        for (Identity identity : draft.identities()) {
            FieldKey key = FieldKey.identity(identity);
            changed |= contact.addIfMissing(key, Contact.element(identity));
            byIdentity.put(key, contact);
        }
        for (String group : draft.groups()) {
            String id = groups.idFor(group);
            changed |= contact.addIfMissing(FieldKey.group(id), Contact.reference(id));
        }
        Map<String, RosterItem> rosters = new LinkedHashMap<>();
        Map<FieldKey, XmlElement> others = new LinkedHashMap<>();
        for (XmlElement extension : draft.extensions()) {
            RosterItem.of(extension)
                    .ifPresentOrElse(
                            item -> rosters.put(item.jid(), item),
                            () -> others.putIfAbsent(FieldKey.child(extension, 0), extension));
        }
        changed |= addExtensions(contact, others);
        for (RosterItem item : rosters.values()) {
            changed |= contact.replaceRosterItems(item);
        }
        return changed;
    }

    /** Adds what is not there, in these words or in others; what was there and is only retold of these goes. */
    private boolean addExtensions(PendingContact contact, Map<FieldKey, XmlElement> extensions) {
        Set<FieldKey> before = contact.keys(FieldKey.Kind.CHILD);
        Map<FieldKey, XmlElement> missing = new LinkedHashMap<>(extensions);
        missing.keySet().removeAll(before);
        if (!missing.isEmpty() && !before.isEmpty()) {
            missing.keySet().removeAll(retold(contact.children()));
        }
        missing.forEach(contact::set);
        before.removeAll(extensions.keySet());
        boolean changed = !missing.isEmpty();
        extensions.keySet().removeIf(key -> !contact.has(key));
        if (!before.isEmpty() && !extensions.isEmpty()) {
            before.retainAll(retold(List.copyOf(extensions.values())));
            before.forEach(contact::clear);
            changed |= !before.isEmpty();
        }
        return changed;
    }

    private Set<FieldKey> retold(List<XmlElement> extensions) {
        Set<FieldKey> keys = new LinkedHashSet<>();
        retelling.of(extensions).forEach(each -> keys.add(FieldKey.child(each, 0)));
        return keys;
    }
}
