package im.kith.transport.linklocal;

import im.kith.core.ed25519.Xid;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;

/** The name under which this device shows its user on the LAN: {@code user@machine} (XEP-0174 §3). */
final class OwnName {

    /** Octets of a DNS label. */
    static final int MAX_LABEL = 63;

    private static final int MAX_USER = 32;
    private static final int MAX_MACHINE = 20;
    private static final int XID_DIGITS = 10;

    private OwnName() {}

    /**
     * The name of choice {@code choice}: the address's user and the device's name; from 1 on with that number, as somebody else
     * has those before.
     */
    static String of(String accountJid, String deviceName, int choice) {
        String machine = machine(deviceName);
        return user(accountJid) + "@" + (choice == 0 ? machine : machine + "-" + choice);
    }

    /** What to call the user: the address's local part; of an XID the first digits of its key. */
    static String user(String accountJid) {
        int at = accountJid.indexOf('@');
        if (accountJid.endsWith("@" + Xid.DOMAIN)) {
            return accountJid.substring(0, Math.min(at, 2 + XID_DIGITS));
        }
        String user = at > 0 ? accountJid.substring(0, at) : accountJid;
        while (user.getBytes(StandardCharsets.UTF_8).length > MAX_USER) {
            user = user.substring(0, user.offsetByCodePoints(user.length(), -1));
        }
        return user;
    }

    /** ASCII letters, digits and hyphens, as host names are. */
    private static String machine(String deviceName) {
        String ascii = Normalizer.normalize(deviceName, Normalizer.Form.NFKD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\p{M}", "")
                .replaceAll("[^a-z0-9]+", "-");
        String cut = ascii.substring(0, Math.min(MAX_MACHINE, ascii.length())).replaceAll("^-+|-+$", "");
        return cut.isEmpty() ? "kith" : cut;
    }
}
