package im.kith.cli.format;

import com.github.mangstadt.vinnie.io.VObjectPropertyValues;
import ezvcard.property.RawProperty;
import im.kith.core.octets.MalformedException;
import im.kith.core.xml.XmlReader;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What kith makes of a vCard: name, identities and groups; and what is none of these, kept for the export. */
final class CardReader {

    /** Ids that kith's own export wrote: whoever reads it again learns nothing from them. */
    private static final Pattern OWN_UID = Pattern.compile("[a-z2-7]{26}");

    private final Collection<RawProperty> properties;
    private final ContactBuilder contact;
    private @Nullable RawProperty nameFrom;

    private CardReader(Collection<RawProperty> properties, ContactBuilder contact) {
        this.properties = properties;
        this.contact = contact;
    }

    static Entry read(int line, Collection<RawProperty> properties, Losses losses) {
        ContactBuilder contact = new ContactBuilder(line, losses);
        new CardReader(properties, contact).all();
        return contact.build();
    }

    /** An identity that a property stands for. */
    record Named(String type, String value) {}

    /** The identity that {@code raw} stands for, empty if it is no such property or has no value. */
    static Optional<Named> identity(RawProperty raw) {
        String value = raw.getValue() == null ? "" : raw.getValue();
        String text = CardText.unescape(value).strip();
        Named named = switch (raw.getPropertyName().toUpperCase(Locale.ROOT)) {
            case "IMPP" -> new Named("jid", XmppUri.address(text).orElse(""));
            case "X-JABBER" -> new Named("jid", text);
            case "EMAIL" -> new Named("email", text.replaceFirst("^(?i)mailto:", ""));
            case "TEL" -> new Named("tel", text.replaceFirst("^(?i)tel:", ""));
            case CardWriter.IDENTITY -> other(text);
            default -> new Named("", "");
        };
        return Optional.of(named).filter(n -> !n.type.isBlank() && !n.value.isBlank());
    }

    private static Named other(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? new Named("", "")
                : new Named(XmppUri.decode(text.substring(0, colon)), XmppUri.decode(text.substring(colon + 1)));
    }

    private void all() {
        findName();
        properties.forEach(this::take);
        if (!contact.hasIdentity()) {
            first("UID").ifPresent(uid -> contact.identity("uid", text(uid)));
        }
    }

    /** FN, else what N says, else ORG, else NICKNAME. */
    private void findName() {
        for (String source : List.of("FN", "N", "ORG", "NICKNAME")) {
            for (RawProperty property : properties) {
                if (contact.name().isEmpty() && property.getPropertyName().equalsIgnoreCase(source)) {
                    contact.name(spoken(source, property));
                    nameFrom = property;
                }
            }
        }
    }

    private static String spoken(String name, RawProperty property) {
        return switch (name) {
            case "N" ->
                Stream.of(3, 1, 2, 0, 4)
                        .map(part -> part(property, part))
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining(" "));
            case "ORG" ->
                VObjectPropertyValues.parseSemiStructured(value(property)).stream()
                        .filter(part -> !part.isBlank())
                        .collect(Collectors.joining(", "));
            default -> text(property);
        };
    }

    private static String part(RawProperty name, int part) {
        List<List<String>> parts = VObjectPropertyValues.parseStructured(value(name));
        return part < parts.size() ? String.join(" ", parts.get(part)).strip() : "";
    }

    private void take(RawProperty property) {
        String name = property.getPropertyName().toUpperCase(Locale.ROOT);
        boolean bare = property.getGroup() == null && property.getParameters().isEmpty();
        switch (name) {
            // these say something of the card, not of whom it is of
            case "VERSION", "PRODID", "REV", "PROFILE" -> {}
            case "UID" -> keepUnless(property, OWN_UID.matcher(text(property)).matches());
            case "KIND" -> keepUnless(property, text(property).equalsIgnoreCase("individual"));
            case "FN" -> name(property, bare && gaveTheName(property));
            case "N" -> name(property, saysNothingMore(property));
            case "CATEGORIES" ->
                VObjectPropertyValues.parseList(value(property)).forEach(contact::group);
            case "XML", CardWriter.ELEMENT -> element(property);
            default -> identityOrElse(name, property, bare);
        }
    }

    /** Whether it is the one that the name was taken from, and not one that says the same. */
    @SuppressWarnings("ReferenceEquality")
    private boolean gaveTheName(RawProperty property) {
        return property == nameFrom;
    }

    private void name(RawProperty property, boolean saidAlready) {
        if (!saidAlready && !value(property).replace(";", "").isBlank()) {
            keep(property, Optional.of(contact.name()));
        }
    }

    /** An N that is only the whole name again, in one part. */
    private boolean saysNothingMore(RawProperty property) {
        return property.getParameters().isEmpty()
                && property.getGroup() == null
                && (part(property, 0).equals(contact.name())
                        || part(property, 1).equals(contact.name()))
                && spoken("N", property).equals(contact.name());
    }

    private void identityOrElse(String name, RawProperty property, boolean bare) {
        Optional<Named> identity = identity(property);
        if (identity.isEmpty()) {
            keepUnless(property, value(property).isEmpty() && bare);
            return;
        }
        contact.identity(identity.get().type(), identity.get().value());
        boolean usual =
                value(property).equals(CardWriter.property(identity.get()).getValue()) || name.equals("X-JABBER");
        keepUnless(property, usual && (bare || (name.equals("EMAIL") && onlyInternet(property))));
    }

    /** What version 3.0 says of every mail address. */
    private static boolean onlyInternet(RawProperty property) {
        return property.getGroup() == null
                && property.getParameters().size() == 1
                && "internet".equalsIgnoreCase(property.getParameters().getType());
    }

    private void element(RawProperty property) {
        try {
            contact.extension(XmlReader.read(text(property)), "an XML element");
        } catch (MalformedException notOneOfOurs) {
            keep(property, Optional.empty());
        }
    }

    private void keepUnless(RawProperty property, boolean saidAlready) {
        if (!saidAlready) {
            keep(property, Optional.empty());
        }
    }

    private void keep(RawProperty property, Optional<String> with) {
        contact.extension(new KeptProperty(property, with).toXml(), property.getPropertyName());
    }

    private Optional<RawProperty> first(String name) {
        return properties.stream()
                .filter(property -> property.getPropertyName().equalsIgnoreCase(name)
                        && !text(property).isEmpty())
                .findFirst();
    }

    private static String text(RawProperty property) {
        return CardText.unescape(value(property)).strip();
    }

    private static String value(RawProperty property) {
        return property.getValue() == null ? "" : property.getValue();
    }
}
