package im.kith.bench.pep;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The client's features: it wants to hear of one node (XEP-0115). */
final class Caps {

    static final String NODE = "urn:bench";
    private static final String CLIENT = "https://kith.im/bench";

    private Caps() {}

    static final String FEATURES = "<query xmlns='http://jabber.org/protocol/disco#info' node='" + CLIENT + "#" + hash()
            + "'><identity category='client' type='bot'/><feature var='" + NODE + "+notify'/></query>";

    /** The presence that brings the events. */
    static final String PRESENCE = "<presence><c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='" + CLIENT
            + "' ver='" + hash() + "'/></presence>";

    private static String hash() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest(("client/bot//<" + NODE + "+notify<").getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
