package im.kith.core.contacts;

import im.kith.core.xml.XmlAttribute;
import im.kith.core.xml.XmlElement;
import im.kith.core.xml.XmlName;
import im.kith.core.xml.XmlNode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A contact (XEP-0510 §4.1).
 *
 * @param identities at least one in a valid contact
 * @param groupIds of groups that may not be known (yet)
 * @param extensions unknown children
 * @param attributes unknown attributes
 */
public record Contact(
        Optional<String> name,
        List<Identity> identities,
        List<String> groupIds,
        List<XmlElement> extensions,
        List<XmlAttribute> attributes)
        implements Payload {

    public Contact {
        identities = List.copyOf(identities);
        groupIds = List.copyOf(groupIds);
        extensions = List.copyOf(extensions);
        attributes = List.copyOf(attributes);
    }

    static Contact of(Fields fields) {
        return new Contact(
                fields.present(FieldKey.NAME).map(Field::text),
                fields.present(FieldKey.Kind.IDENTITY).stream()
                        .map(field ->
                                new Identity(field.key().first(), field.text().strip()))
                        .toList(),
                fields.present(FieldKey.Kind.GROUP).stream()
                        .map(field -> field.key().first())
                        .toList(),
                extensions(fields),
                attributes(fields, FieldKey.NAME));
    }

    static List<XmlElement> extensions(Fields fields) {
        return fields.present(FieldKey.Kind.CHILD).stream()
                .map(Field::value)
                .filter(XmlElement.class::isInstance)
                .map(XmlElement.class::cast)
                .toList();
    }

    /** The attributes but {@code known}, by name as in XML, where their order says nothing. */
    static List<XmlAttribute> attributes(Fields fields, FieldKey... known) {
        return fields.present(FieldKey.Kind.ATTRIBUTE).stream()
                .filter(field -> !List.of(known).contains(field.key()))
                .map(field -> new XmlAttribute(
                        new XmlName(field.key().second(), field.key().first()), field.text()))
                .sorted(Comparator.comparing(XmlAttribute::name))
                .toList();
    }

    /** What to call it: its name, else its first identity, else nothing. */
    public String label() {
        return name.orElseGet(
                () -> identities.isEmpty() ? "" : identities.get(0).value());
    }

    @Override
    public XmlElement toXml() {
        XmlElement.Builder contact = XmlElement.builder(ContactsXml.NS, "contact");
        name.ifPresent(text -> contact.attribute("name", text));
        attributes.forEach(attribute -> contact.attribute(attribute.name(), attribute.value()));
        identities.forEach(identity -> contact.child(element(identity)));
        groupIds.forEach(id -> contact.child(reference(id)));
        return contact.children(extensions).build();
    }

    static XmlNode element(Identity identity) {
        return XmlElement.builder(ContactsXml.NS, "identity")
                .attribute("type", identity.type())
                .text(identity.value())
                .build();
    }

    static XmlNode reference(String groupId) {
        return XmlElement.builder(ContactsXml.NS, "group")
                .attribute("id", groupId)
                .build();
    }
}
