package im.kith.core.xml;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Makes equal names, attributes and small elements one object, since a book of a hundred thousand contacts repeats few of them and
 * would else hold each anew: half of its memory.
 *
 * <p>A table of fixed size in which the newer pushes out the older: what is not found is merely not shared.
 */
final class Shared {

    private static final int SIZE = 1 << 12;
    private static final int LONGEST = 64;
    private static final AtomicReferenceArray<Object> SEEN = new AtomicReferenceArray<>(SIZE);

    private Shared() {}

    static XmlName of(XmlName name) {
        return (XmlName) same(name);
    }

    static XmlAttribute of(XmlAttribute attribute) {
        return attribute.value().length() > LONGEST ? attribute : (XmlAttribute) same(attribute);
    }

    /** Only without elements inside and with little text, so that looking costs no more than reading did. */
    static XmlElement of(XmlElement element) {
        boolean small = element.attributes().size() < 2
                && (element.children().isEmpty()
                        || element.children().size() == 1
                                && element.children().get(0) instanceof XmlText text
                                && text.text().length() <= LONGEST);
        return small ? (XmlElement) same(element) : element;
    }

    private static Object same(Object one) {
        int hash = one.hashCode();
        int place = (hash ^ hash >>> 12 ^ hash >>> 24) & SIZE - 1;
        Object seen = SEEN.getAcquire(place);
        if (one.equals(seen)) {
            return seen;
        }
        SEEN.setRelease(place, one);
        return one;
    }
}
