package im.kith.core.contacts;

/**
 * How much of the size of the address book is hidden.
 *
 * @param steps whether the number of items is kept at a step by reserved ones
 * @param compatible whether reserved items are avoided altogether, for software that cannot read them
 */
public record Privacy(boolean steps, boolean compatible) {

    /** What is used unless the user says otherwise. */
    public static final Privacy DEFAULT = new Privacy(true, false);

    boolean fills() {
        return steps && !compatible;
    }
}
