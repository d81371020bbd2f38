package im.kith.core.pep;

import im.kith.core.pep.PepError.Condition;
import im.kith.core.xml.XmlElement;

/** What requests have in common. */
final class Requests {

    private Requests() {}

    /** The node that {@code request} names. */
    static String node(XmlElement request) throws PepError {
        return request.attribute("node")
                .filter(node -> !node.isEmpty())
                .orElseThrow(() -> PepError.of(Condition.BAD_REQUEST, "nodeid-required", "which node?"));
    }

    /** The id of an {@code <item/>}. */
    static String id(XmlElement item) throws PepError {
        return item.attribute("id")
                .filter(id -> !id.isEmpty())
                .orElseThrow(() -> PepError.of(Condition.BAD_REQUEST, "item-required", "which item?"));
    }

    static boolean isTrue(XmlElement request, String attribute) {
        String value = request.attribute(attribute).orElse("");
        return value.equals("true") || value.equals("1");
    }

    /** The bare JID of {@code jid}. */
    static String bare(String jid) {
        int slash = jid.indexOf('/');
        return slash < 0 ? jid : jid.substring(0, slash);
    }
}
