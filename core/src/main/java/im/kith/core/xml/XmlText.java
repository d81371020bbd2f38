package im.kith.core.xml;

/** A run of character data, entities resolved. */
public record XmlText(String text) implements XmlNode {

    /** Its length only: what is inside may be personal. */
    @Override
    public String toString() {
        return "XmlText[" + text.length() + "]";
    }
}
