package im.kith.core.contacts;

/**
 * A way to identify a contact (XEP-0510 §4.1.1): a type, of which only {@code jid} is defined so far, and a value.
 *
 * <p>The spelling is kept; two identities are the same if their {@link #key()} is.
 */
public record Identity(String type, String value) {

    /**
     * The identity a user gave, checked.
     *
     * @throws InvalidInputException if a part is empty or too long, or a JID is none or has a resource
     */
    public static Identity of(String type, String value) throws InvalidInputException {
        String checkedType = Limits.required("identity type", type, Limits.TYPE);
        String checkedValue = Limits.required("identity", value, Limits.VALUE);
        if (checkedType.equals(ContactsXml.JID)) {
            JidForm.check(checkedValue);
        }
        return new Identity(checkedType, checkedValue);
    }

    /** A JID a user gave, checked as {@link #of} does. */
    public static Identity jid(String jid) throws InvalidInputException {
        return of(ContactsXml.JID, jid);
    }

    /** The value in its form for comparison: a bare JID normalised by RFC 7622, any other type's value as it is. */
    public String key() {
        return type.equals(ContactsXml.JID) ? JidForm.normal(value) : value;
    }
}
