package im.kith.core.xml;

import java.util.Comparator;

/** A namespace (empty for none) and a local name; prefixes are spelling only and are not kept. */
public record XmlName(String namespace, String local) implements Comparable<XmlName> {

    /** The namespace of the prefix {@code xml}. */
    public static final String XML = "http://www.w3.org/XML/1998/namespace";

    /** The attribute {@code xml:lang}. */
    public static final XmlName LANG = new XmlName(XML, "lang");

    private static final Comparator<XmlName> ORDER =
            Comparator.comparing(XmlName::namespace).thenComparing(XmlName::local);

    public XmlName {
        if (local.isEmpty()) {
            throw new IllegalArgumentException("empty local name in namespace " + namespace);
        }
        for (int i = 0; i < local.length(); i++) {
            char c = local.charAt(i);
            if (c <= ' ' || "<>&'\"/=:;!?\\".indexOf(c) >= 0) {
                throw new IllegalArgumentException("not a local name: " + local);
            }
        }
    }

    /** A name without a namespace, as most attributes have. */
    public static XmlName local(String local) {
        return new XmlName("", local);
    }

    /** By hand, as {@link #hashCode}: a start compares many, for which what Java generates takes long to get fast. */
    @Override
    public boolean equals(Object other) {
        return other instanceof XmlName that && local.equals(that.local) && namespace.equals(that.namespace);
    }

    @Override
    public int hashCode() {
        return local.hashCode() * 31 + namespace.hashCode();
    }

    @Override
    public int compareTo(XmlName other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return namespace.isEmpty() ? local : "{" + namespace + "}" + local;
    }
}
