package im.kith.core.contacts;

import java.util.List;

/** What comes of asking for a change: the plan of it, or why there is none. */
public sealed interface Outcome {

    /**
     * Do this, in one transaction.
     *
     * @param writes none if all is as asked for already
     * @param ids of the contacts or groups concerned, as they will be shown
     */
    record Plan(List<PlannedWrite> writes, List<String> ids) implements Outcome {
        public Plan {
            writes = List.copyOf(writes);
            ids = List.copyOf(ids);
        }
    }

    /**
     * Something is in the way.
     *
     * @param id the contact or group that has {@code what}
     * @param what the identity or name that is taken
     */
    record AlreadyExists(String id, String what) implements Outcome {}

    /** {@code what}, a contact, group, identity or membership, is not there. */
    record Missing(String what) implements Outcome {}
}
