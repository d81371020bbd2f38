package im.kith.cli.format;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import ezvcard.VCardVersion;
import ezvcard.property.RawProperty;
import im.kith.cli.format.CardReader.Named;
import im.kith.cli.render.Json;
import im.kith.core.contacts.Identity;
import im.kith.core.octets.MalformedException;
import im.kith.core.xml.XmlElement;
import im.kith.core.xml.XmlReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Writes contacts as vCards, one after the other, with what earlier imports kept.
 *
 * <p>An identity that has no property of its own goes into {@value #IDENTITY}, type and value percent-encoded, which
 * kith reads again and others skip; an extension into XML (RFC 6350 §6.1.5). FN must be there and is empty where the
 * contact has no name.
 */
public final class CardWriter implements ContactWriter {

    static final String IDENTITY = "X-KITH-IDENTITY";

    /** XML's name in version 3.0, which has no such property. */
    static final String ELEMENT = "X-KITH-XML";

    private final Consumer<String> out;
    private final VCardVersion version;

    public CardWriter(Consumer<String> out, VCardVersion version) {
        this.out = out;
        this.version = version;
    }

    @Override
    public void write(JsonObject contact) throws IOException {
        List<KeptProperty> kept = new ArrayList<>();
        List<String> elements = new ArrayList<>();
        for (String xml : Json.texts(contact, "unknown")) {
            sort(xml, kept, elements);
        }
        List<RawProperty> card = new ArrayList<>();
        name(Json.text(contact, "name"), kept, card);
        identities(contact, kept, card);
        List<String> groups = new ArrayList<>();
        for (JsonElement group : Json.array(contact, "groups")) {
            if (!Json.text(group, "name").isEmpty()) {
                groups.add(Json.text(group, "name"));
            }
        }
        if (!groups.isEmpty()) {
            card.add(new RawProperty(
                    "CATEGORIES", groups.stream().map(CardText::escape).collect(Collectors.joining(","))));
        }
        boolean uid = kept.stream().anyMatch(each -> is(each, "UID"));
        if (!uid && !Json.text(contact, "id").isEmpty()) {
            card.add(new RawProperty("UID", Json.text(contact, "id")));
        }
        kept.forEach(each -> card.add(each.raw()));
        String name = version == VCardVersion.V4_0 ? "XML" : ELEMENT;
        elements.forEach(xml -> card.add(new RawProperty(name, CardText.escape(xml))));
        out.accept(CardCodec.write(card, version));
    }

    private static void sort(String xml, List<KeptProperty> kept, List<String> elements) {
        Optional<KeptProperty> property;
        try {
            XmlElement element = XmlReader.read(xml);
            property = KeptProperty.of(element);
        } catch (MalformedException notFromTheStore) {
            property = Optional.empty();
        }
        property.ifPresentOrElse(kept::add, () -> elements.add(xml));
    }

    /** FN, and in version 3.0, which demands it, N; the kept ones where they go with this name, else none of them. */
    private void name(String name, List<KeptProperty> kept, List<RawProperty> card) {
        kept.removeIf(each -> each.with().filter(with -> !with.equals(name)).isPresent());
        boolean said = kept.stream()
                .anyMatch(each -> is(each, "FN")
                        && CardText.unescape(each.raw().getValue()).strip().equals(name));
        if (!said) {
            card.add(new RawProperty("FN", CardText.escape(name)));
        }
        if (version != VCardVersion.V4_0 && kept.stream().noneMatch(each -> is(each, "N"))) {
            card.add(new RawProperty("N", ";" + CardText.escape(name) + ";;;"));
        }
    }

    /** Each identity by the properties kept for it, else by its usual one; kept ones of an identity that is gone are left out. */
    private static void identities(JsonObject contact, List<KeptProperty> kept, List<RawProperty> card) {
        Set<Identity> present = new LinkedHashSet<>();
        for (JsonElement identity : Json.array(contact, "identities")) {
            present.add(comparable(Json.text(identity, "type"), Json.text(identity, "value")));
        }
        Set<Identity> said = new LinkedHashSet<>();
        kept.removeIf(each -> {
            Optional<Identity> of =
                    CardReader.identity(each.raw()).map(named -> comparable(named.type(), named.value()));
            of.filter(present::contains).ifPresent(said::add);
            return of.isPresent() && !present.contains(of.get());
        });
        for (JsonElement identity : Json.array(contact, "identities")) {
            String type = Json.text(identity, "type");
            String value = Json.text(identity, "value");
            boolean uid = type.equals("uid")
                    && kept.stream()
                            .anyMatch(each -> is(each, "UID")
                                    && value.equals(CardText.unescape(each.raw().getValue())
                                            .strip()));
            if (!said.contains(comparable(type, value)) && !uid) {
                card.add(property(new Named(type, value)));
            }
        }
    }

    private static Identity comparable(String type, String value) {
        return new Identity(type, new Identity(type, value).key());
    }

    private static boolean is(KeptProperty kept, String name) {
        return kept.raw().getPropertyName().toUpperCase(Locale.ROOT).equals(name);
    }

    /** The usual property of an identity. */
    static RawProperty property(Named identity) {
        String text = CardText.escape(identity.value());
        return switch (identity.type()) {
            case "jid" -> new RawProperty("IMPP", XmppUri.of(identity.value()).toString());
            case "email" -> new RawProperty("EMAIL", text);
            case "tel" -> new RawProperty("TEL", text);
            default ->
                new RawProperty(IDENTITY, XmppUri.encode(identity.type()) + ":" + XmppUri.encode(identity.value()));
        };
    }
}
