package im.kith.cli.format;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import im.kith.cli.render.Json;
import java.util.Optional;
import org.jxmpp.JxmppContext;
import org.jxmpp.jid.Jid;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.stringprep.XmppStringprepException;
import org.jxmpp.stringprep.rocksxmppprecis.RocksXmppPrecisStringprep;

/** What can be said against a contact before the store sees it; the store checks everything once more. */
final class Checks {

    private static final JxmppContext PRECIS = JxmppContext.builder()
            .withXmppStringprep(RocksXmppPrecisStringprep.INSTANCE)
            .build();

    private Checks() {}

    /** Why a contact with these identities cannot be taken; empty if it can. */
    static Optional<String> problem(JsonArray identities) {
        if (identities.isEmpty()) {
            return Optional.of("no identity: no address, mail or telephone number");
        }
        for (JsonElement identity : identities) {
            if (Json.text(identity, "type").equals("jid")) {
                Optional<String> problem = jidProblem(Json.text(identity, "value"));
                if (problem.isPresent()) {
                    return problem;
                }
            }
        }
        return Optional.empty();
    }

    /** An identity is a bare JID (XEP-0510, RFC 7622). */
    private static Optional<String> jidProblem(String value) {
        try {
            Jid jid = JidCreate.from(value, PRECIS);
            return jid.hasResource() ? Optional.of("the JID '" + value + "' has a resource") : Optional.empty();
        } catch (XmppStringprepException | IllegalArgumentException e) {
            return Optional.of("'" + value + "' is not a JID");
        }
    }
}
