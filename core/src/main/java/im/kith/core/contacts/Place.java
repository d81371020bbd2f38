package im.kith.core.contacts;

/** Where a contact stands in the indexes of the book; another one takes its place when the contact changes. */
final class Place {

    private static final int NOWHERE = -1;

    private final ContactEntry entry;
    private int number = NOWHERE;
    private int position = NOWHERE;
    private boolean gone;

    Place(ContactEntry entry) {
        this.entry = entry;
    }

    ContactEntry entry() {
        return entry;
    }

    /** Which it is in the {@link SearchIndex}, by the order of arrival. */
    int number() {
        return number;
    }

    void number(int given) {
        number = given;
    }

    /** Which it is in the {@link NameOrder}. */
    int position() {
        return position;
    }

    void position(int given) {
        position = given;
    }

    boolean isSorted() {
        return position != NOWHERE;
    }

    /** It was taken out of the book; what still leads here leads nowhere. */
    boolean isGone() {
        return gone;
    }

    void leave() {
        gone = true;
    }
}
