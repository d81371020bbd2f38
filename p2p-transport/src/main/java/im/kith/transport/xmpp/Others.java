package im.kith.transport.xmpp;

import im.kith.core.xml.XmlElement;
import java.util.List;

/** Whoever the user's software writes to that is not the user: entities on the LAN, if they can be reached. */
@FunctionalInterface
public interface Others {

    /**
     * Takes a message, presence or IQ, its {@code from} a full JID of the account. Whoever takes an IQ or message sees to an answer, also
     * if it cannot be delivered in the end, by {@link XmppEndpoint#deliver}. To be quick: the streams wait.
     *
     * @return false if nobody of this address is in reach
     */
    boolean take(XmlElement stanza);

    /** The presences of all who are in reach now, for a resource that has just come. */
    default List<XmlElement> presences() {
        return List.of();
    }

    /** Nobody is in reach. */
    Others NONE = stanza -> false;
}
