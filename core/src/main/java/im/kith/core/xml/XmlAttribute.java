package im.kith.core.xml;

/** An attribute of an element; namespace declarations are not attributes. */
public record XmlAttribute(XmlName name, String value) {

    /** The name only: the value may be personal. */
    @Override
    public String toString() {
        return name.toString();
    }
}
