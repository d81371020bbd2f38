package im.kith.core.xml;

import im.kith.core.octets.Bytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * An immutable element: name, attributes, children.
 *
 * <p>It is kept in one form so that equal meaning is equality: attributes sorted by name, adjacent texts joined, empty ones
 * left out.
 *
 * @param attributes at most one of a name
 */
public record XmlElement(XmlName name, List<XmlAttribute> attributes, List<XmlNode> children) implements XmlNode {

    private static final Comparator<XmlAttribute> BY_NAME = Comparator.comparing(XmlAttribute::name);

    public XmlElement {
        attributes = sorted(attributes);
        children = joined(children);
    }

    private static List<XmlAttribute> sorted(List<XmlAttribute> attributes) {
        List<XmlAttribute> list = attributes.size() < 2
                ? List.copyOf(attributes)
                : attributes.stream().sorted(BY_NAME).toList();
        for (int i = 1; i < list.size(); i++) {
            if (list.get(i).name().equals(list.get(i - 1).name())) {
                throw new IllegalArgumentException(
                        "attribute twice: " + list.get(i).name());
            }
        }
        return list;
    }

    private static List<XmlNode> joined(List<? extends XmlNode> children) {
        List<XmlNode> list = new ArrayList<>(children.size());
        for (XmlNode child : children) {
            int end = list.size() - 1;
            if (!(child instanceof XmlText text)) {
                list.add(child);
            } else if (end >= 0 && list.get(end) instanceof XmlText before) {
                list.set(end, new XmlText(before.text() + text.text()));
            } else if (!text.text().isEmpty()) {
                list.add(text);
            }
        }
        return List.copyOf(list);
    }

    /** An element without attributes and children. */
    public static XmlElement of(String namespace, String local) {
        return new XmlElement(new XmlName(namespace, local), List.of(), List.of());
    }

    public static Builder builder(String namespace, String local) {
        return new Builder(Shared.of(new XmlName(namespace, local)));
    }

    public String namespace() {
        return name.namespace();
    }

    public String local() {
        return name.local();
    }

    public boolean is(String namespace, String local) {
        return name.local().equals(local) && name.namespace().equals(namespace);
    }

    /** The value of the attribute of this name without a namespace. */
    public Optional<String> attribute(String local) {
        return attribute(XmlName.local(local));
    }

    public Optional<String> attribute(XmlName wanted) {
        for (XmlAttribute attribute : attributes) {
            if (attribute.name().equals(wanted)) {
                return Optional.of(attribute.value());
            }
        }
        return Optional.empty();
    }

    /** The children that are elements, in order. */
    public List<XmlElement> elements() {
        List<XmlElement> list = new ArrayList<>(children.size());
        for (XmlNode child : children) {
            if (child instanceof XmlElement element) {
                list.add(element);
            }
        }
        return list;
    }

    /** The child elements of this name, in order. */
    public List<XmlElement> elements(String namespace, String local) {
        return elements().stream()
                .filter(element -> element.is(namespace, local))
                .toList();
    }

    /** The first child element of this name. */
    public Optional<XmlElement> first(String namespace, String local) {
        return elements().stream()
                .filter(element -> element.is(namespace, local))
                .findFirst();
    }

    /** The texts directly inside, joined. */
    public String text() {
        if (children.size() == 1 && children.get(0) instanceof XmlText only) {
            return only.text();
        }
        StringBuilder all = new StringBuilder();
        for (XmlNode child : children) {
            if (child instanceof XmlText text) {
                all.append(text.text());
            }
        }
        return all.toString();
    }

    /** This element with {@code child} as its last one. */
    public XmlElement with(XmlNode child) {
        List<XmlNode> more = new ArrayList<>(children);
        more.add(child);
        return new XmlElement(name, attributes, more);
    }

    /**
     * The element as XML, as {@link XmlWriter} says.
     *
     * @throws IllegalArgumentException if a character in it cannot stand in XML
     */
    public String toXml() {
        return XmlWriter.write(this, "");
    }

    /** As {@link #toXml()}, to stand where {@code namespace} is the default: a stanza in a stream. */
    public String toXmlWithin(String namespace) {
        return XmlWriter.write(this, namespace);
    }

    /** The octets of {@link #toXml()}: UTF-8, and ASCII unless a name is not. */
    public Bytes toOctets() {
        return Bytes.utf8(toXml());
    }

    /** The name only: what is inside may be personal. */
    @Override
    public String toString() {
        return "<" + name + ">";
    }

    /** Collects the parts of an element. */
    public static final class Builder {
        private final XmlName name;
        private final List<XmlAttribute> attributes = new ArrayList<>();
        private final List<XmlNode> children = new ArrayList<>();

        private Builder(XmlName name) {
            this.name = name;
        }

        public Builder attribute(String local, String value) {
            return attribute(Shared.of(XmlName.local(local)), value);
        }

        public Builder attribute(XmlName attribute, String value) {
            attributes.add(Shared.of(new XmlAttribute(attribute, value)));
            return this;
        }

        public Builder child(XmlNode child) {
            children.add(child);
            return this;
        }

        public Builder children(List<? extends XmlNode> more) {
            children.addAll(more);
            return this;
        }

        public Builder text(String text) {
            return child(new XmlText(text));
        }

        public XmlElement build() {
            return Shared.of(new XmlElement(name, attributes, children));
        }
    }
}
