package im.kith.core.contacts;

import im.kith.core.xml.XmlCharacters;
import java.nio.charset.StandardCharsets;

/** What input may be at most (design §10); stored and merged data is never measured, only what a user adds to it. */
public final class Limits {

    /** Octets of UTF-8 of a contact's or group's name. */
    public static final int NAME = 1023;

    /** Octets of an identity's type. */
    public static final int TYPE = 1023;

    /** Octets of an identity's value: as long as the longest JID. */
    public static final int VALUE = 3071;

    /** Octets of a group's description. */
    public static final int DESCRIPTION = 16 * 1024;

    /** Identities of one contact. */
    public static final int IDENTITIES = 256;

    /** Groups of one contact. */
    public static final int GROUPS = 256;

    /** Remembered removals in one item; the oldest go first. */
    public static final int GONE = 256;

    /** Octets of a padded plaintext: what fits into an item's 256 KiB when it is encrypted. */
    public static final int PLAINTEXT = 255 * 1024;

    private Limits() {}

    /** {@code text} without surrounding white space, if it is short enough and can stand in XML. */
    static String checked(String what, String text, int most) throws InvalidInputException {
        String trimmed = text.strip();
        int length = trimmed.getBytes(StandardCharsets.UTF_8).length;
        if (length > most) {
            throw new InvalidInputException(what + " of " + length + " bytes, more than " + most, "Shorten it.");
        }
        if (!XmlCharacters.legal(trimmed)) {
            throw new InvalidInputException(what + " with a control character, which XML cannot hold", "Type it anew.");
        }
        return trimmed;
    }

    static String required(String what, String text, int most) throws InvalidInputException {
        String trimmed = checked(what, text, most);
        if (trimmed.isEmpty()) {
            throw new InvalidInputException("empty " + what, "Give it a value, or leave it out.");
        }
        return trimmed;
    }

    static void count(String what, int count, int most) throws InvalidInputException {
        if (count > most) {
            throw new InvalidInputException(
                    count + " " + what + " in one contact, more than " + most, "Take some of them away.");
        }
    }
}
