package im.kith.core.xml;

/** An attribute of an element; namespace declarations are not attributes. */
public record XmlAttribute(XmlName name, String value) {

    /** By hand, as {@link #hashCode}: a start compares many, for which what Java generates takes long to get fast. */
    @Override
    public boolean equals(Object other) {
        return other instanceof XmlAttribute that && name.equals(that.name) && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return name.hashCode() * 31 + value.hashCode();
    }

    /** The name only: the value may be personal. */
    @Override
    public String toString() {
        return name.toString();
    }
}
