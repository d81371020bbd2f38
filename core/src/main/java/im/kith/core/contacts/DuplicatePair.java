package im.kith.core.contacts;

/**
 * Two contacts or groups that the user says are different, whatever they look like.
 *
 * @param first the smaller of both ids
 */
public record DuplicatePair(String first, String second) {

    public static DuplicatePair of(String a, String b) {
        return a.compareTo(b) <= 0 ? new DuplicatePair(a, b) : new DuplicatePair(b, a);
    }
}
