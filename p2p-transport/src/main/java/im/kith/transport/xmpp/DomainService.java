package im.kith.transport.xmpp;

import im.kith.core.xml.XmlElement;
import java.util.List;
import java.util.Optional;

/** Requests to the server that the account's domain stands for: what it is, and whether it is there. */
final class DomainService {

    private static final List<String> FEATURES =
            List.of(Names.DISCO_INFO, Names.DISCO_ITEMS, Names.PING, Names.CARBONS, Names.PRIVATE, Names.VCARD);

    private final Account account;

    DomainService(Account account) {
        this.account = account;
    }

    /** The answer to {@code iq}, of type get or set with one child. */
    XmlElement answer(XmlElement iq) {
        XmlElement child = iq.elements().get(0);
        boolean get = Stanzas.type(iq).equals("get");
        boolean node = child.attribute("node").isPresent();
        Optional<Optional<XmlElement>> result = switch (get ? child.namespace() : "") {
            case Names.PING -> Optional.of(Optional.empty());
            case Names.DISCO_INFO -> node ? Optional.empty() : Optional.of(Optional.of(info()));
            case Names.DISCO_ITEMS ->
                node ? Optional.empty() : Optional.of(Optional.of(XmlElement.of(Names.DISCO_ITEMS, "query")));
            default -> Optional.empty();
        };
        return result.map(found -> Stanzas.result(iq, account.domain(), found))
                .orElseGet(() -> (node && get ? StanzaError.ITEM_NOT_FOUND : StanzaError.SERVICE_UNAVAILABLE)
                        .answer(iq, account.domain(), ""));
    }

    private static XmlElement info() {
        XmlElement.Builder query = XmlElement.builder(Names.DISCO_INFO, "query")
                .child(identity("server", "im"))
                .child(identity("pubsub", "pep"));
        FEATURES.forEach(feature -> query.child(XmlElement.builder(Names.DISCO_INFO, "feature")
                .attribute("var", feature)
                .build()));
        return query.build();
    }

    private static XmlElement identity(String category, String type) {
        return XmlElement.builder(Names.DISCO_INFO, "identity")
                .attribute("category", category)
                .attribute("type", type)
                .attribute("name", "kith")
                .build();
    }
}
