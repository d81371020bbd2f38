package im.kith.transport.xmpp;

import im.kith.core.pep.Answer;
import im.kith.core.pubsub.Pubsub;
import im.kith.core.pubsub.PubsubItem;
import im.kith.core.replica.StoreException;
import im.kith.core.xml.XmlElement;
import java.util.List;
import java.util.Optional;

/** The user's vCard (XEP-0054) as far as PEP knows it: the avatar (XEP-0084, XEP-0398). */
final class AvatarCard {

    private AvatarCard() {}

    static Answer answer(XmlElement iq, Account account, Pubsub pubsub) throws StoreException {
        Optional<XmlElement> card = photo(pubsub)
                .map(photo ->
                        XmlElement.builder(Names.VCARD, "vCard").child(photo).build());
        XmlElement reply = card.isPresent()
                ? Stanzas.result(iq, account.jid(), card)
                : StanzaError.ITEM_NOT_FOUND.answer(iq, account.jid(), "no avatar is published");
        return new Answer(reply, List.of());
    }

    private static Optional<XmlElement> photo(Pubsub pubsub) throws StoreException {
        List<PubsubItem> metadata = pubsub.items(Names.AVATAR_METADATA);
        if (metadata.isEmpty()) {
            return Optional.empty();
        }
        Optional<XmlElement> info = metadata.get(metadata.size() - 1).payload().first(Names.AVATAR_METADATA, "info");
        Optional<String> id = info.flatMap(each -> each.attribute("id"));
        if (id.isEmpty()) {
            return Optional.empty();
        }
        return pubsub.item(Names.AVATAR_DATA, id.get())
                .map(data -> XmlElement.builder(Names.VCARD, "PHOTO")
                        .child(text(
                                "TYPE",
                                info.flatMap(each -> each.attribute("type")).orElse("image/png")))
                        .child(text("BINVAL", data.payload().text()))
                        .build());
    }

    private static XmlElement text(String name, String text) {
        return XmlElement.builder(Names.VCARD, name).text(text).build();
    }
}
