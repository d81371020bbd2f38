package im.kith.transport.xmpp;

import java.util.Optional;
import org.jxmpp.JxmppContext;
import org.jxmpp.jid.Jid;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.jid.parts.Resourcepart;
import org.jxmpp.stringprep.XmppStringprepException;
import org.jxmpp.stringprep.rocksxmppprecis.RocksXmppPrecisStringprep;

/**
 * A JID in the form for comparison (RFC 7622).
 *
 * @param bare without the resource
 */
record Address(String bare, Optional<String> resource) {

    private static final JxmppContext PRECIS = JxmppContext.builder()
            .withXmppStringprep(RocksXmppPrecisStringprep.INSTANCE)
            .build();

    /** Empty if it is not a JID. */
    static Optional<Address> parse(String jid) {
        try {
            Jid parsed = JidCreate.from(jid, PRECIS);
            return Optional.of(new Address(
                    parsed.asBareJid().toString(),
                    Optional.ofNullable(parsed.getResourceOrNull()).map(Resourcepart::toString)));
        } catch (XmppStringprepException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A resource's name in its normal form; empty if it cannot be one. */
    static Optional<String> resource(String name) {
        try {
            return Optional.of(Resourcepart.from(name, PRECIS).toString());
        } catch (XmppStringprepException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
