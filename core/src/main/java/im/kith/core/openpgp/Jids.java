package im.kith.core.openpgp;

import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.stringprep.XmppStringprepException;

/** Compares JIDs as RFC 7622 wants it, without their resources. */
final class Jids {

    private Jids() {}

    static boolean same(String one, String other) {
        if (one.equals(other)) {
            return true;
        }
        try {
            return JidCreate.bareFrom(one).equals(JidCreate.bareFrom(other));
        } catch (XmppStringprepException | IllegalArgumentException e) {
            return false;
        }
    }
}
