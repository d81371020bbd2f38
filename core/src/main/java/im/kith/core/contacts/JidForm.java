package im.kith.core.contacts;

import java.util.Locale;
import org.jxmpp.JxmppContext;
import org.jxmpp.jid.Jid;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.stringprep.XmppStringprepException;
import org.jxmpp.stringprep.rocksxmppprecis.RocksXmppPrecisStringprep;

/** The form of a JID for comparison (RFC 7622), and what a user may give as one. */
final class JidForm {

    private static final JxmppContext PRECIS = JxmppContext.builder()
            .withXmppStringprep(RocksXmppPrecisStringprep.INSTANCE)
            .build();

    private JidForm() {}

    /** Refuses what is not a bare JID. */
    static void check(String jid) throws InvalidInputException {
        if (plain(jid)) {
            return;
        }
        Jid parsed;
        try {
            parsed = JidCreate.from(jid, PRECIS);
        } catch (XmppStringprepException | IllegalArgumentException e) {
            throw new InvalidInputException(
                    "not a JID: " + jid,
                    "A JID looks like juliet@example.org; an address of another kind has its type before it: email=…");
        }
        if (parsed.hasResource()) {
            throw new InvalidInputException(
                    "a contact has a bare JID, without a resource: " + parsed.asBareJid() + " instead of " + jid);
        }
    }

    /** The normal form; a resource is cut off, and what is not a JID stays as it is. */
    static String normal(String jid) {
        if (plain(jid)) {
            return lowerCase(jid);
        }
        try {
            return JidCreate.from(jid, PRECIS).asBareJid().toString();
        } catch (XmppStringprepException | IllegalArgumentException e) {
            return jid;
        }
    }

    /** Whether only letters' case can differ from the normal form: what nearly all JIDs are, a hundred times as fast. */
    private static boolean plain(String jid) {
        int at = jid.indexOf('@');
        int length = jid.length();
        if (at == 0 || length > 255 || length == at + 1) {
            return false;
        }
        for (int i = 0; i < at; i++) {
            char c = jid.charAt(i);
            if (!letterOrDigit(c) && c != '.' && c != '-' && c != '_' && c != '+') {
                return false;
            }
        }
        for (int i = at + 1, label = i; i < length; i++) {
            char c = jid.charAt(i);
            boolean edge = i == label || i == length - 1 || jid.charAt(i + 1) == '.';
            if (c == '.' && i > label && i < length - 1) {
                label = i + 1;
            } else if (!letterOrDigit(c) && (c != '-' || edge || i == label + 2 || i == label + 3)) {
                return false;
            }
            if (i - label > 60) {
                return false;
            }
        }
        return true;
    }

    private static boolean letterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
    }

    private static String lowerCase(String jid) {
        for (int i = 0; i < jid.length(); i++) {
            char c = jid.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                return jid.toLowerCase(Locale.ROOT);
            }
        }
        return jid;
    }
}
