package im.kith.transport.linklocal;

import im.kith.core.xml.XmlElement;
import java.util.List;
import java.util.Optional;

/**
 * What strangers may ask: what the entity is, which nodes and items are open, whether it is alive (design §9).
 *
 * <p>Everything else is refused before the PEP service sees it, whatever that would say.
 */
final class StrangerDesk {

    private final EntityInfo info;

    StrangerDesk(EntityInfo info) {
        this.info = info;
    }

    /** What to do with a request. */
    sealed interface Decision {

        /** Answer with a result. */
        record Result(Optional<XmlElement> child) implements Decision {}

        /** Let the PEP service answer. */
        record Ask() implements Decision {}

        record Refuse() implements Decision {}
    }

    Decision decide(XmlElement iq) {
        List<XmlElement> children = iq.elements();
        if (!iq.attribute("type").equals(Optional.of("get")) || children.size() != 1) {
            return new Decision.Refuse();
        }
        XmlElement child = children.get(0);
        return switch (child.namespace() + " " + child.local()) {
            case Names.PING + " ping" -> new Decision.Result(Optional.empty());
            case Names.DISCO_INFO + " query" -> info(child.attribute("node"));
            case Names.DISCO_ITEMS + " query" -> new Decision.Ask();
            case Names.PUBSUB + " pubsub" -> isRetrieval(child) ? new Decision.Ask() : new Decision.Refuse();
            default -> new Decision.Refuse();
        };
    }

    private Decision info(Optional<String> node) {
        if (node.isEmpty()) {
            return new Decision.Result(Optional.of(info.query()));
        }
        return node.filter(info::isNode).isPresent()
                ? new Decision.Result(Optional.of(info.underNode()))
                : new Decision.Ask();
    }

    private static boolean isRetrieval(XmlElement pubsub) {
        return pubsub.first(Names.PUBSUB, "items").isPresent()
                && pubsub.elements().stream()
                        .filter(child -> child.namespace().equals(Names.PUBSUB))
                        .allMatch(child -> child.local().equals("items"));
    }

    static XmlElement result(XmlElement iq, Optional<XmlElement> child) {
        XmlElement.Builder result = XmlElement.builder(Names.CLIENT, "iq").attribute("type", "result");
        iq.attribute("id").ifPresent(id -> result.attribute("id", id));
        child.ifPresent(result::child);
        return result.build();
    }
}
