package im.kith.core.contacts;

import im.kith.core.replica.Stamp;
import im.kith.core.xml.XmlElement;
import im.kith.core.xml.XmlNode;
import im.kith.core.xml.XmlText;
import org.jspecify.annotations.Nullable;

/**
 * A field's last change: when, by whom, and to what.
 *
 * @param value the element, or the text of an attribute; null if the field was removed
 */
record Field(FieldKey key, Stamp stamp, @Nullable XmlNode value) {

    boolean present() {
        return value != null;
    }

    /** The value as text: an attribute's, or an element's content. */
    String text() {
        if (value instanceof XmlText text) {
            return text.text();
        }
        return value instanceof XmlElement element ? element.text() : "";
    }

    /**
     * The one of the two that stands: the greater stamp; should two writes have one stamp (a reused dot), what is present, and
     * of two values the greater as XML, so that every device decides alike.
     */
    static Field later(Field a, Field b) {
        int order = a.stamp.compareTo(b.stamp);
        if (order == 0) {
            order = Boolean.compare(a.present(), b.present());
        }
        if (order == 0 && !a.equals(b)) {
            order = a.spelled().compareTo(b.spelled());
        }
        return order >= 0 ? a : b;
    }

    private String spelled() {
        return value instanceof XmlElement element ? element.toXml() : text();
    }
}
