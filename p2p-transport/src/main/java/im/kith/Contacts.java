package im.kith;

import im.kith.ContactsException.Reason;
import im.kith.core.contacts.AddressBook.Sort;
import im.kith.core.contacts.ContactEdit;
import im.kith.core.contacts.ContactView;
import im.kith.core.contacts.Draft;
import im.kith.core.contacts.GroupView;
import im.kith.core.contacts.Identity;
import im.kith.core.contacts.InvalidInputException;
import im.kith.core.contacts.Outcome;
import im.kith.core.contacts.Planner;
import im.kith.core.contacts.Resolved;
import im.kith.core.device.Device;
import im.kith.core.replica.StoreException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The address book of a device: contacts and groups as all devices of the account see them, merged (XEP-0510).
 *
 * <p>A reference ({@code ref}) is an id, a prefix of one of four characters or more, an identity such as a JID, or an exact name.
 * What a method wrote is durable when it returns. Any thread may call.
 */
public final class Contacts {

    private final Kith kith;
    private final SecureRandom random;

    Contacts(Kith kith, SecureRandom random) {
        this.kith = kith;
        this.random = random;
    }

    /** A task that may find that it cannot be done. */
    @FunctionalInterface
    private interface Work<T> {
        T run(Device device) throws StoreException, ContactsException, InvalidInputException;
    }

    private <T> T on(Work<T> work) throws StoreException, ContactsException {
        try {
            return kith.call(work::run);
        } catch (StoreException | ContactsException | RuntimeException e) {
            throw e;
        } catch (InvalidInputException e) {
            throw new ContactsException(Reason.INVALID, String.valueOf(e.getMessage()), List.of());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** All contacts, by name. */
    public List<ContactView> list() throws StoreException, ContactsException {
        return on(device -> device.book().list(Sort.NAME));
    }

    /** The contacts of a group, by name; none if there is no such group. */
    public List<ContactView> inGroup(String group) throws StoreException, ContactsException {
        return on(device -> device.book().list(Sort.NAME, group));
    }

    /** The contacts whose names, identities and groups hold all words of {@code text}, case and accents folded, best first. */
    public List<ContactView> search(String text) throws StoreException, ContactsException {
        return on(device -> device.book().search(text));
    }

    /** One contact. */
    public ContactView get(String ref) throws StoreException, ContactsException {
        return on(device -> contact(device, ref));
    }

    /** Adds a contact with a name and one JID or more. */
    public ContactView add(String name, String... jids) throws StoreException, ContactsException {
        List<Identity> identities =
                Arrays.stream(jids).map(jid -> new Identity("jid", jid)).toList();
        return add(new Draft(Optional.of(name), identities, List.of(), List.of()));
    }

    /** Adds a contact; a group that it names and that does not exist is made. */
    public ContactView add(Draft draft) throws StoreException, ContactsException {
        return on(device ->
                contact(device, write(device, planner(device).add(draft)).get(0)));
    }

    /** Changes what {@code edit} names and nothing else. */
    public ContactView edit(String ref, ContactEdit edit) throws StoreException, ContactsException {
        return on(device -> {
            String id = contact(device, ref).id();
            return contact(device, write(device, planner(device).edit(id, edit)).get(0));
        });
    }

    /** Removes contacts, in one transaction. */
    public void remove(String... refs) throws StoreException, ContactsException {
        on(device -> {
            List<String> ids = new ArrayList<>();
            for (String ref : refs) {
                ids.add(contact(device, ref).id());
            }
            return write(device, planner(device).remove(ids));
        });
    }

    /** Makes one contact of several that are the same; nothing of them is lost. */
    public ContactView merge(String... refs) throws StoreException, ContactsException {
        return on(device -> {
            List<String> ids = new ArrayList<>();
            for (String ref : refs) {
                ids.add(contact(device, ref).id());
            }
            return contact(device, write(device, planner(device).merge(ids)).get(0));
        });
    }

    /** All groups, by name. */
    public List<GroupView> groups() throws StoreException, ContactsException {
        return on(device -> device.book().groups());
    }

    /** Adds a group; the empty description is none. */
    public GroupView addGroup(String name, String description) throws StoreException, ContactsException {
        return on(device -> group(
                device,
                write(device, planner(device).groups().add(name, description)).get(0)));
    }

    public GroupView renameGroup(String ref, String name) throws StoreException, ContactsException {
        return on(device -> {
            String id = group(device, ref).id();
            return group(
                    device,
                    write(device, planner(device).groups().rename(id, name)).get(0));
        });
    }

    /** Removes a group; its contacts stay. */
    public void removeGroup(String ref) throws StoreException, ContactsException {
        on(device ->
                write(device, planner(device).groups().remove(group(device, ref).id())));
    }

    private Planner planner(Device device) throws StoreException {
        return new Planner(device.book(), device.privacy(), random);
    }

    private static List<String> write(Device device, Outcome outcome) throws StoreException, ContactsException {
        if (outcome instanceof Outcome.AlreadyExists exists) {
            throw new ContactsException(Reason.EXISTS, exists.what() + " is there already", List.of(exists.id()));
        } else if (outcome instanceof Outcome.Missing missing) {
            throw new ContactsException(Reason.NOT_FOUND, "there is no " + missing.what(), List.of());
        }
        Outcome.Plan plan = (Outcome.Plan) outcome;
        device.write(plan.writes());
        return plan.ids();
    }

    private static ContactView contact(Device device, String ref) throws ContactsException {
        Resolved<ContactView> resolved = device.book().contact(ref);
        if (resolved instanceof Resolved.Ambiguous<ContactView> several) {
            throw ambiguous(
                    ref, several.candidates().stream().map(ContactView::id).toList());
        }
        return found("contact", ref, resolved);
    }

    private static GroupView group(Device device, String ref) throws ContactsException {
        Resolved<GroupView> resolved = device.book().group(ref);
        if (resolved instanceof Resolved.Ambiguous<GroupView> several) {
            throw ambiguous(
                    ref, several.candidates().stream().map(GroupView::id).toList());
        }
        return found("group", ref, resolved);
    }

    private static ContactsException ambiguous(String ref, List<String> candidates) {
        return new ContactsException(
                Reason.AMBIGUOUS, "'" + ref + "' fits " + candidates.size() + " of them", candidates);
    }

    private static <T> T found(String what, String ref, Resolved<T> resolved) throws ContactsException {
        if (resolved instanceof Resolved.Found<T> found) {
            return found.value();
        }
        throw new ContactsException(Reason.NOT_FOUND, "no " + what + " '" + ref + "'", List.of());
    }
}
