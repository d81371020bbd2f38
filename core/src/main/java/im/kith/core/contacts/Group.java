package im.kith.core.contacts;

import im.kith.core.xml.XmlAttribute;
import im.kith.core.xml.XmlElement;
import im.kith.core.xml.XmlName;
import java.util.List;
import java.util.Optional;

/**
 * A group of contacts (XEP-0510 §4.2).
 *
 * @param id what contacts refer to; never changes, and need not be the item's id
 * @param extensions unknown children
 * @param attributes unknown attributes
 */
public record Group(
        String id,
        String name,
        List<Description> descriptions,
        List<XmlElement> extensions,
        List<XmlAttribute> attributes)
        implements Payload {

    public Group {
        descriptions = List.copyOf(descriptions);
        extensions = List.copyOf(extensions);
        attributes = List.copyOf(attributes);
    }

    /** The group of these fields; empty if it has no id or no name. */
    static Optional<Group> of(Fields fields) {
        Optional<Field> id =
                fields.present(FieldKey.ID).filter(field -> !field.text().isEmpty());
        Optional<Field> name = fields.present(FieldKey.NAME);
        if (id.isEmpty() || name.isEmpty()) {
            return Optional.empty();
        }
        List<Description> descriptions = fields.present(FieldKey.Kind.DESCRIPTION).stream()
                .map(field -> new Description(field.key().first(), field.text()))
                .toList();
        return Optional.of(new Group(
                id.get().text(),
                name.get().text(),
                descriptions,
                Contact.extensions(fields),
                Contact.attributes(fields, FieldKey.NAME, FieldKey.ID)));
    }

    /** The description that suits {@code lang} best: that language's, its main language's, the one of none, else the first. */
    public Optional<String> description(String lang) {
        int dash = lang.indexOf('-');
        String main = dash < 0 ? lang : lang.substring(0, dash);
        for (String wanted : List.of(lang, main, "")) {
            for (Description description : descriptions) {
                if (description.lang().equalsIgnoreCase(wanted)) {
                    return Optional.of(description.text());
                }
            }
        }
        return descriptions.stream().map(Description::text).findFirst();
    }

    @Override
    public XmlElement toXml() {
        XmlElement.Builder group =
                XmlElement.builder(ContactsXml.NS, "group").attribute("id", id).attribute("name", name);
        attributes.forEach(attribute -> group.attribute(attribute.name(), attribute.value()));
        descriptions.forEach(description -> group.child(element(description)));
        return group.children(extensions).build();
    }

    static XmlElement element(Description description) {
        XmlElement.Builder element = XmlElement.builder(ContactsXml.NS, "description");
        if (!description.lang().isEmpty()) {
            element.attribute(XmlName.LANG, description.lang());
        }
        return element.text(description.text()).build();
    }
}
