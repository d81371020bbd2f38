package im.kith.core.account;

import im.kith.core.octets.Bytes;

/** What a device may be called: short, visible, and harmless on a terminal. */
public final class DeviceName {

    /** Octets of the longest name, in UTF-8. */
    public static final int MAX_LENGTH = 255;

    private DeviceName() {}

    /** Whether {@code name} is 1 to {@value #MAX_LENGTH} octets, not blank, without controls, separators and changes of direction. */
    public static boolean isValid(String name) {
        return !name.isBlank()
                && Bytes.utf8(name).length() <= MAX_LENGTH
                && name.codePoints().allMatch(DeviceName::isHarmless);
    }

    private static boolean isHarmless(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                false;
            default -> !(codePoint >= 0x202a && codePoint <= 0x202e) && !(codePoint >= 0x2066 && codePoint <= 0x2069);
        };
    }

    static String check(String name) {
        if (!isValid(name)) {
            throw new IllegalArgumentException("not a device name: " + name.codePointCount(0, name.length())
                    + " characters; at most " + MAX_LENGTH + " octets, not blank, no control characters");
        }
        return name;
    }
}
