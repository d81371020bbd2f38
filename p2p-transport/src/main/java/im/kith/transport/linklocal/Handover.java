package im.kith.transport.linklocal;

import im.kith.core.xml.XmlAttribute;
import im.kith.core.xml.XmlElement;
import im.kith.core.xml.XmlName;
import im.kith.core.xml.XmlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What passes between the user's software and strangers, and in which form. */
final class Handover {

    /** What only one's own server may say: that a message is a copy, an archived one, a late one, or is known by an id. */
    private static final Set<String> SERVERS_ONLY = Set.of(
            "urn:xmpp:carbons:2",
            "urn:xmpp:forward:0",
            "urn:xmpp:mam:1",
            "urn:xmpp:mam:2",
            "urn:xmpp:sid:0",
            "urn:xmpp:delay",
            "jabber:x:delay",
            Names.PUBSUB + "#event");

    private static final Set<String> TYPES = Set.of("", "normal", "chat", "headline", "error");

    private Handover() {}

    /** A stranger's message as the user's software gets it; empty if it is of a kind that strangers do not send. */
    static Optional<XmlElement> inwards(XmlElement message, String from, String account) {
        if (!TYPES.contains(message.attribute("type").orElse(""))) {
            return Optional.empty();
        }
        List<XmlNode> children = new ArrayList<>(message.children());
        children.removeIf(child -> child instanceof XmlElement element
                && (SERVERS_ONLY.contains(element.namespace())
                        || element.namespace().equals(Names.XID)));
        boolean empty = children.stream().noneMatch(XmlElement.class::isInstance);
        return empty ? Optional.empty() : Optional.of(addressed(message, children, from, account));
    }

    /** A stanza of the user's software as the stranger gets it. */
    static XmlElement outwards(XmlElement stanza, Neighbour to) {
        return addressed(stanza, stanza.children(), to.self(), to.instance());
    }

    private static XmlElement addressed(XmlElement stanza, List<? extends XmlNode> children, String from, String to) {
        XmlElement.Builder builder = XmlElement.builder(stanza.namespace(), stanza.local());
        for (XmlAttribute attribute : stanza.attributes()) {
            XmlName name = attribute.name();
            boolean kept = name.namespace().equals(XmlName.XML)
                    || (name.namespace().isEmpty() && Set.of("id", "type").contains(name.local()));
            if (kept) {
                builder.attribute(name, attribute.value());
            }
        }
        return builder.attribute("from", from)
                .attribute("to", to)
                .children(children)
                .build();
    }

    /** {@code stanza} with another id and other addresses. */
    static XmlElement renamed(XmlElement stanza, Optional<String> id, String from, String to) {
        XmlElement.Builder builder = XmlElement.builder(stanza.namespace(), stanza.local());
        stanza.attribute("type").ifPresent(type -> builder.attribute("type", type));
        id.ifPresent(value -> builder.attribute("id", value));
        return builder.attribute("from", from)
                .attribute("to", to)
                .children(stanza.children())
                .build();
    }

    /** The error that answers {@code stanza}; empty for what must not be answered (RFC 6120 §8.3.1). */
    static Optional<XmlElement> refusal(XmlElement stanza, String condition, String text) {
        String type = stanza.attribute("type").orElse("");
        boolean answerable = stanza.local().equals("iq")
                ? type.equals("get") || type.equals("set")
                : stanza.local().equals("message") && !type.equals("error");
        if (!answerable) {
            return Optional.empty();
        }
        XmlElement.Builder error = XmlElement.builder(Names.CLIENT, "error")
                .attribute("type", "cancel")
                .child(XmlElement.of(Names.STANZA_ERRORS, condition));
        if (!text.isEmpty()) {
            error.child(
                    XmlElement.builder(Names.STANZA_ERRORS, "text").text(text).build());
        }
        XmlElement.Builder answer =
                XmlElement.builder(Names.CLIENT, stanza.local()).attribute("type", "error");
        stanza.attribute("to").ifPresent(to -> answer.attribute("from", to));
        stanza.attribute("from").ifPresent(from -> answer.attribute("to", from));
        stanza.attribute("id").ifPresent(id -> answer.attribute("id", id));
        return Optional.of(answer.child(error.build()).build());
    }
}
