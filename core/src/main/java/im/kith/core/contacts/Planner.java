package im.kith.core.contacts;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Turns what a user wants of contacts into writes; changes nothing itself.
 *
 * <p>Fields that a change names get the new version's stamp, all others keep theirs. A contact that lies over several
 * items or siblings is made one by its edit.
 */
public final class Planner {

    private final AddressBook book;
    private final Privacy privacy;
    private final RandomGenerator random;

    /**
     * @param random for item ids, which must not be guessable, and the choice of reserved items
     */
    public Planner(AddressBook book, Privacy privacy, RandomGenerator random) {
        this.book = book;
        this.privacy = privacy;
        this.random = random;
    }

    private PlanBuilder builder() {
        return new PlanBuilder(book, privacy, random);
    }

    /** The same for groups. */
    public GroupPlanner groups() {
        return new GroupPlanner(book, this::builder);
    }

    /**
     * A new contact; groups that do not exist yet are made with it.
     *
     * @return a plan, or that a contact with one of the identities exists
     */
    public Outcome add(Draft draft) throws InvalidInputException {
        Draft checked = draft.checked();
        for (Identity identity : checked.identities()) {
            Optional<ContactEntry> existing = book.having(FieldKey.identity(identity));
            if (existing.isPresent()) {
                return new Outcome.AlreadyExists(existing.get().id(), identity.value());
            }
        }
        PlanBuilder plan = builder();
        GroupNames names = new GroupNames(book, plan);
        PendingContact contact = PendingContact.fresh();
        contact.name(checked.name().orElse(""));
        checked.identities()
                .forEach(identity -> contact.addIfMissing(FieldKey.identity(identity), Contact.element(identity)));
        addGroups(contact, checked.groups(), names);
        checked.extensions().forEach(extension -> contact.addIfMissing(FieldKey.child(extension, 0), extension));
        String id = contact.emit(plan);
        return new Outcome.Plan(plan.build(), List.of(id));
    }

    private static void addGroups(PendingContact contact, List<String> groups, GroupNames names)
            throws InvalidInputException {
        for (String group : groups) {
            String id = names.idFor(Draft.groupName(group));
            contact.addIfMissing(FieldKey.group(id), Contact.reference(id));
        }
    }

    /**
     * A change of the contact {@code id}.
     *
     * @return a plan, without writes if all is so already; or that the contact, or what is to be removed, is not there; or
     *     that an identity to be added is another contact's
     */
    public Outcome edit(String id, ContactEdit edit) throws InvalidInputException {
        Optional<ContactEntry> entry = book.having(id);
        if (entry.isEmpty()) {
            return new Outcome.Missing(id);
        }
        PendingContact contact = PendingContact.of(entry.get());
        if (edit.name().isPresent()) {
            contact.name(Limits.checked("contact name", edit.name().get(), Limits.NAME));
        }
        for (Identity identity : edit.removeIdentities()) {
            FieldKey key = FieldKey.identity(identity);
            if (!contact.has(key)) {
                return new Outcome.Missing(identity.value());
            }
            contact.clear(key);
        }
        for (String group : edit.removeGroups()) {
            if (!removeGroup(contact, group.strip())) {
                return new Outcome.Missing(group);
            }
        }
        for (Identity given : edit.addIdentities()) {
            Identity identity = Identity.of(given.type(), given.value());
            FieldKey key = FieldKey.identity(identity);
            Optional<ContactEntry> other = book.having(key);
            if (other.isPresent() && !other.get().id().equals(entry.get().id())) {
                return new Outcome.AlreadyExists(other.get().id(), identity.value());
            }
            contact.addIfMissing(key, Contact.element(identity));
        }
        PlanBuilder plan = builder();
        addGroups(contact, edit.addGroups(), new GroupNames(book, plan));
        contact.check();
        String kept = contact.emit(plan);
        return new Outcome.Plan(plan.build(), List.of(kept));
    }

    /**
     * One change of several contacts; what one of them does not have is not taken from it.
     *
     * @return a plan of one transaction, whose ids are those of all the contacts; or that a contact, or what is to be removed from
     *     every one, is not there
     * @throws InvalidInputException also if an identity or a name is to be given, which can be one contact's only
     */
    public Outcome editAll(List<String> ids, ContactEdit edit) throws InvalidInputException {
        if (!edit.addIdentities().isEmpty()
                || edit.name().filter(name -> !name.isBlank()).isPresent()) {
            throw new InvalidInputException("a name or an address belongs to one contact, not to several");
        }
        PlanBuilder plan = builder();
        GroupNames names = new GroupNames(book, plan);
        Set<String> done = new LinkedHashSet<>();
        Set<String> missing = new LinkedHashSet<>(edit.removeGroups());
        edit.removeIdentities().forEach(identity -> missing.add(identity.value()));
        for (String id : ids) {
            Optional<ContactEntry> entry = book.having(id);
            if (entry.isEmpty()) {
                return new Outcome.Missing(id);
            }
            if (done.add(entry.get().id())) {
                PendingContact contact = PendingContact.of(entry.get());
                takeAway(contact, edit, missing);
                addGroups(contact, edit.addGroups(), names);
                contact.check();
                contact.emit(plan);
            }
        }
        return missing.isEmpty()
                ? new Outcome.Plan(plan.build(), List.copyOf(done))
                : new Outcome.Missing(String.join(", ", missing));
    }

    private void takeAway(PendingContact contact, ContactEdit edit, Set<String> missing) {
        if (edit.name().isPresent()) {
            contact.name("");
        }
        for (Identity identity : edit.removeIdentities()) {
            FieldKey key = FieldKey.identity(identity);
            if (contact.has(key)) {
                contact.clear(key);
                missing.remove(identity.value());
            }
        }
        for (String group : edit.removeGroups()) {
            if (removeGroup(contact, group.strip())) {
                missing.remove(group);
            }
        }
    }

    /** Takes the contact out of the group of this id, or of all groups of this name; gives whether it was in one. */
    private boolean removeGroup(PendingContact contact, String idOrName) {
        Set<String> ids = new LinkedHashSet<>(book.groupIds(idOrName));
        ids.add(idOrName);
        boolean removed = false;
        for (String id : ids) {
            FieldKey key = FieldKey.group(id);
            removed |= contact.has(key);
            contact.clear(key);
        }
        return removed;
    }

    /** Deletes contacts: over each of their items a reserved one is published. */
    public Outcome remove(List<String> ids) {
        PlanBuilder plan = builder();
        Set<String> removed = new LinkedHashSet<>();
        for (String id : ids) {
            Optional<ContactEntry> entry = book.contactIndex().byItem(id);
            if (entry.isEmpty()) {
                return new Outcome.Missing(id);
            }
            if (removed.add(entry.get().id())) {
                entry.get().items().forEach(plan::vacate);
            }
        }
        return new Outcome.Plan(plan.build(), new ArrayList<>(removed));
    }

    /** Many contacts at once, merged with those that there are. */
    public ImportPlan importAll(List<Draft> drafts) {
        return importAll(drafts, List.of(), Retelling.VERBATIM);
    }

    /** Makes contacts one: everything of all of them is kept, of several names the one given last. */
    public Outcome merge(List<String> ids) throws InvalidInputException {
        return new MergePlanner(book, builder()).contacts(ids);
    }

    /** Makes one item of each contact and group that lies over several. */
    public Outcome.Plan mergeCertain() throws InvalidInputException {
        return new MergePlanner(book, builder()).certain();
    }

    /** Takes a change back, as far as nobody has changed since what it set (R13). */
    public UndoPlan undo(List<Reversal> change) throws InvalidInputException {
        return new UndoPlanner(book, builder()).plan(change);
    }

    /** Many contacts at once, as {@link #importAll(List)}, and groups with what is said of them; a bad group is left out. */
    public ImportPlan importAll(List<Draft> drafts, List<GroupDraft> groups, Retelling retelling) {
        return new ImportPlanner(book, builder(), retelling).groups(groups).plan(drafts);
    }

    /**
     * What software publishes and takes away as whole items of the contacts nodes, done as a user's own changes are: a new item uses up a
     * reserved one, over what is taken away a reserved one is published, and a group that goes leaves no references.
     *
     * @param writes as they would go into the store without privacy; retractions are of items that are there
     */
    public List<PlannedWrite> publish(List<PlannedWrite> writes) throws InvalidInputException {
        PlanBuilder plan = builder();
        new SoftwarePlanner(book, plan).add(writes);
        return plan.build();
    }

    /** Brings the reserved items in line with the privacy asked for, after that was changed. */
    public Outcome.Plan fit() {
        PlanBuilder plan = builder();
        plan.fit();
        return new Outcome.Plan(plan.build(), List.of());
    }
}
