package im.kith;

import java.util.List;

/** The address book cannot do what was asked; nothing was changed. */
public final class ContactsException extends Exception {

    /** Why. */
    public enum Reason {
        /** A value cannot be taken. */
        INVALID,
        /** There is no such contact, group, identity or membership. */
        NOT_FOUND,
        /** A reference fits several: {@link #candidates} names them. */
        AMBIGUOUS,
        /** An identity or a name is taken: {@link #candidates} names by which contact or group. */
        EXISTS
    }

    private final Reason reason;
    private final List<String> candidates;

    ContactsException(Reason reason, String message, List<String> candidates) {
        super(message);
        this.reason = reason;
        this.candidates = List.copyOf(candidates);
    }

    public Reason reason() {
        return reason;
    }

    /** Ids of the contacts or groups concerned. */
    public List<String> candidates() {
        return candidates;
    }
}
