package im.kith.cli.format;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import ezvcard.VCard;
import ezvcard.VCardVersion;
import ezvcard.io.text.VCardWriter;
import ezvcard.property.Categories;
import ezvcard.property.Impp;
import ezvcard.property.Uid;
import im.kith.cli.render.Json;
import java.io.IOException;
import java.io.Writer;

/**
 * Writes contacts as vCard 4.0 (RFC 6350), one after the other.
 *
 * <p>An identity that has no property of its own goes into {@value #IDENTITY}, type and value percent-encoded, which
 * kith reads again and others skip. FN must be there and is empty where the contact has no name.
 */
public final class CardWriter implements AutoCloseable {

    static final String IDENTITY = "X-KITH-IDENTITY";

    private final VCardWriter writer;

    public CardWriter(Writer out) {
        writer = new VCardWriter(out, VCardVersion.V4_0);
        writer.setAddProdId(false);
        writer.setCaretEncodingEnabled(true);
    }

    /** Writes {@code contact}; false if it holds something that a vCard has no place for. */
    public boolean write(JsonObject contact) throws IOException {
        VCard card = new VCard(VCardVersion.V4_0);
        card.setFormattedName(Json.text(contact, "name"));
        for (JsonElement identity : Json.array(contact, "identities")) {
            add(card, Json.text(identity, "type"), Json.text(identity, "value"));
        }
        Categories categories = new Categories();
        for (JsonElement group : Json.array(contact, "groups")) {
            if (!Json.text(group, "name").isEmpty()) {
                categories.getValues().add(Json.text(group, "name"));
            }
        }
        if (!categories.getValues().isEmpty()) {
            card.setCategories(categories);
        }
        if (!Json.text(contact, "id").isEmpty()) {
            card.setUid(new Uid(Json.text(contact, "id")));
        }
        writer.write(card);
        return Json.array(contact, "unknown").isEmpty();
    }

    private static void add(VCard card, String type, String value) {
        switch (type) {
            case "jid" -> card.addImpp(new Impp(XmppUri.of(value)));
            case "email" -> card.addEmail(value);
            case "tel" -> card.addTelephoneNumber(value);
            default -> card.addExtendedProperty(IDENTITY, XmppUri.encode(type) + ":" + XmppUri.encode(value));
        }
    }

    @Override
    public void close() throws IOException {
        writer.flush();
    }
}
