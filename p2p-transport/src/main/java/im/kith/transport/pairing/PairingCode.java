package im.kith.transport.pairing;

import im.kith.core.octets.MalformedException;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The eight digits that the user carries from the inviting device to the new one.
 *
 * <p>Eight digits and three attempts leave a guesser three chances in a hundred million, since J-PAKE gives nothing to
 * search through off line. The digits are a secret while the invitation lives: only {@link #print()} shows them.
 */
public final class PairingCode {

    private static final int CODES = 100_000_000;
    private static final Pattern WRITTEN = Pattern.compile("([0-9]{4}) ?([0-9]{4})");

    private final String digits;

    private PairingCode(String digits) {
        this.digits = digits;
    }

    /** A new code, every one of the hundred million equally likely. */
    public static PairingCode random(SecureRandom random) {
        return new PairingCode(String.format(Locale.ROOT, "%08d", random.nextInt(CODES)));
    }

    /**
     * The code written as {@code 1234 5678} or {@code 12345678}.
     *
     * @throws MalformedException if {@code text} is anything else; the message does not repeat it, for it may be nearly right
     */
    public static PairingCode parse(String text) throws MalformedException {
        Matcher matcher = WRITTEN.matcher(text.strip());
        if (!matcher.matches()) {
            throw new MalformedException("a pairing code has eight digits, as in 1234 5678");
        }
        return new PairingCode(matcher.group(1) + matcher.group(2));
    }

    /** The code for the user to read: {@code 1234 5678}. */
    public String print() {
        return digits.substring(0, 4) + " " + digits.substring(4);
    }

    char[] toSecret() {
        return digits.toCharArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PairingCode that && digits.equals(that.digits);
    }

    @Override
    public int hashCode() {
        return digits.hashCode();
    }

    /** Not the digits: a code must not reach a log. */
    @Override
    public String toString() {
        return "PairingCode[secret]";
    }
}
