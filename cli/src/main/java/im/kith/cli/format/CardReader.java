package im.kith.cli.format;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import ezvcard.VCard;
import ezvcard.property.Categories;
import ezvcard.property.Email;
import ezvcard.property.FormattedName;
import ezvcard.property.Impp;
import ezvcard.property.Kind;
import ezvcard.property.Organization;
import ezvcard.property.ProductId;
import ezvcard.property.RawProperty;
import ezvcard.property.Revision;
import ezvcard.property.StructuredName;
import ezvcard.property.Telephone;
import ezvcard.property.Uid;
import ezvcard.property.VCardProperty;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What kith takes from one vCard, and how much it leaves. */
final class CardReader {

    /** These say something of the card, or again what the name says: nothing is lost with them. */
    private static final Set<Class<?>> NOTHING_LOST =
            Set.of(FormattedName.class, StructuredName.class, Revision.class, ProductId.class, Uid.class, Kind.class);

    private record Identity(String type, String value) {}

    private final VCard card;
    private final Set<Identity> identities = new LinkedHashSet<>();
    private final Set<String> groups = new LinkedHashSet<>();
    private int fieldsNotKept;

    CardReader(VCard card) {
        this.card = card;
        for (VCardProperty property : card.getProperties()) {
            if (!take(property) && !NOTHING_LOST.contains(property.getClass())) {
                fieldsNotKept++;
            }
        }
    }

    /** FN, else what N says, else ORG. */
    Optional<String> name() {
        return Stream.of(formattedName(), structuredName(), organization())
                .map(name -> name == null ? "" : name.strip())
                .filter(name -> !name.isEmpty())
                .findFirst();
    }

    JsonArray identities() {
        JsonArray array = new JsonArray();
        for (Identity identity : identities) {
            JsonObject object = new JsonObject();
            object.addProperty("type", identity.type());
            object.addProperty("value", identity.value());
            array.add(object);
        }
        return array;
    }

    /** The names in CATEGORIES. */
    JsonArray groups() {
        JsonArray array = new JsonArray();
        groups.forEach(array::add);
        return array;
    }

    int fieldsNotKept() {
        return fieldsNotKept;
    }

    private boolean take(VCardProperty property) {
        if (property instanceof Impp impp) {
            return impp.isXmpp() && identity("jid", XmppUri.address(impp.getUri()));
        } else if (property instanceof Email email) {
            return identity("email", email.getValue());
        } else if (property instanceof Telephone telephone) {
            return identity("tel", number(telephone));
        } else if (property instanceof Categories categories) {
            return groups(categories.getValues());
        } else if (property instanceof Organization) {
            return formattedName() == null && structuredName() == null;
        } else if (property instanceof RawProperty raw) {
            return takeRaw(raw);
        }
        return false;
    }

    private boolean takeRaw(RawProperty raw) {
        if (raw.getPropertyName().equalsIgnoreCase("X-JABBER")) {
            return identity("jid", raw.getValue());
        }
        if (raw.getPropertyName().equalsIgnoreCase(CardWriter.IDENTITY)) {
            String[] parts = raw.getValue().split(":", 2);
            return parts.length == 2 && identity(XmppUri.decode(parts[0]), XmppUri.decode(parts[1]));
        }
        return false;
    }

    private boolean identity(String type, @Nullable String value) {
        if (value == null || value.isBlank() || type.isBlank()) {
            return false;
        }
        identities.add(new Identity(type, value.strip()));
        return true;
    }

    private boolean groups(List<String> names) {
        for (String name : names) {
            if (!name.isBlank()) {
                groups.add(name.strip());
            }
        }
        return true;
    }

    private static @Nullable String number(Telephone telephone) {
        if (telephone.getText() != null) {
            return telephone.getText();
        }
        return telephone.getUri() == null ? null : telephone.getUri().toString().replaceFirst("^tel:", "");
    }

    private @Nullable String formattedName() {
        FormattedName name = card.getFormattedName();
        return name == null || name.getValue() == null || name.getValue().isBlank() ? null : name.getValue();
    }

    private @Nullable String structuredName() {
        StructuredName name = card.getStructuredName();
        if (name == null) {
            return null;
        }
        String joined = Stream.of(
                        name.getPrefixes().stream(),
                        Stream.ofNullable(name.getGiven()),
                        name.getAdditionalNames().stream(),
                        Stream.ofNullable(name.getFamily()),
                        name.getSuffixes().stream())
                .flatMap(part -> part)
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining(" "));
        return joined.isBlank() ? null : joined;
    }

    private @Nullable String organization() {
        Organization organization = card.getOrganization();
        return organization == null ? null : String.join(", ", organization.getValues());
    }
}
