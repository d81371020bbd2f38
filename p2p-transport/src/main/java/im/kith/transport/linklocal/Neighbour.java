package im.kith.transport.linklocal;

import im.kith.core.ed25519.Xid;
import im.kith.core.octets.MalformedException;
import im.kith.core.xml.XmlElement;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody who announces himself on the LAN.
 *
 * @param jid what the user's software calls him
 * @param instance what he calls himself, and is called on a stream with him
 * @param addresses where he can be dialled
 * @param link the network interface he is at
 * @param self the name of this device on that link
 */
record Neighbour(
        String jid, String instance, PresenceText text, Set<InetSocketAddress> addresses, String link, String self) {

    private static final String CLIENT = "jabber:client";

    Neighbour {
        addresses = Set.copyOf(addresses);
    }

    /** The XID that he claims to be (XEP-0516); unverified. */
    Optional<Xid> claim() {
        return text.jids().stream().flatMap(jid -> xid(jid).stream()).findFirst();
    }

    static Optional<Xid> xid(String jid) {
        try {
            return Optional.of(Xid.parse(jid));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    boolean isAt(InetAddress address) {
        return addresses.stream()
                .anyMatch(mine -> java.util.Arrays.equals(mine.getAddress().getAddress(), address.getAddress()));
    }

    /** Whether this may be the same one as {@code earlier} under the same name: he is still at one of his addresses. */
    boolean continues(Neighbour earlier) {
        return link.equals(earlier.link)
                && claim().equals(earlier.claim())
                && !Collections.disjoint(addresses, earlier.addresses);
    }

    /** His presence as a server would send it, to {@code account}. */
    XmlElement presence(String account) {
        XmlElement.Builder presence =
                XmlElement.builder(CLIENT, "presence").attribute("from", jid).attribute("to", account);
        text.show()
                .ifPresent(show -> presence.child(
                        XmlElement.builder(CLIENT, "show").text(show).build()));
        text.message()
                .ifPresent(message -> presence.child(
                        XmlElement.builder(CLIENT, "status").text(message).build()));
        text.nick()
                .ifPresent(nick -> presence.child(XmlElement.builder("http://jabber.org/protocol/nick", "nick")
                        .text(nick)
                        .build()));
        text.caps()
                .ifPresent(caps -> presence.child(XmlElement.builder("http://jabber.org/protocol/caps", "c")
                        .attribute("node", caps.node())
                        .attribute("hash", caps.hash())
                        .attribute("ver", caps.version())
                        .build()));
        return presence.build();
    }

    /** That he is gone. */
    XmlElement absence(String account) {
        return XmlElement.builder(CLIENT, "presence")
                .attribute("type", "unavailable")
                .attribute("from", jid)
                .attribute("to", account)
                .build();
    }
}
