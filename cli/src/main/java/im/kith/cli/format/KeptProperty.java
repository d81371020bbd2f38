package im.kith.cli.format;

import ezvcard.VCardDataType;
import ezvcard.property.RawProperty;
import im.kith.core.xml.XmlElement;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A vCard property that XEP-0510 has no place for, as an extension of the contact: {@code <property>} in the namespace {@value #NS}.
 *
 * <p>One element for each property, so that they are united, and undone, one by one. The value is the text after the
 * colon as vCard 4.0 (RFC 6350) writes it, unfolded and with its escapes, so that nothing is lost in understanding it.
 *
 * @param with the contact's name that this property goes with; with another name it says nothing any more
 */
record KeptProperty(RawProperty raw, Optional<String> with) {

    static final String NS = "urn:kith:vcard:0";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]+");
    private static final Pattern LINE_BREAK = Pattern.compile("[\\r\\n]");
    private static final String VALUE = "VALUE";

    KeptProperty(RawProperty raw) {
        this(raw, Optional.empty());
    }

    XmlElement toXml() {
        XmlElement.Builder element = XmlElement.builder(NS, "property")
                .attribute("name", raw.getPropertyName().toUpperCase(Locale.ROOT));
        if (raw.getGroup() != null) {
            element.attribute("group", raw.getGroup());
        }
        with.ifPresent(name -> element.attribute("with", name));
        if (raw.getDataType() != null) {
            element.child(parameter(VALUE, raw.getDataType().getName()));
        }
        for (Map.Entry<String, String> parameter : raw.getParameters().getMap().entrySet().stream()
                .flatMap(each -> each.getValue().stream().map(value -> Map.entry(each.getKey(), value)))
                .toList()) {
            element.child(parameter(parameter.getKey(), parameter.getValue()));
        }
        return element.child(XmlElement.builder(NS, "value")
                        .text(raw.getValue() == null ? "" : raw.getValue())
                        .build())
                .build();
    }

    /** Types are compared without regard to case (RFC 6350 §5.6); written alike, the same from two programs is the same. */
    private static XmlElement parameter(String name, String value) {
        String upper = name.toUpperCase(Locale.ROOT);
        return XmlElement.builder(NS, "parameter")
                .attribute("name", upper)
                .text(upper.equals("TYPE") ? value.toLowerCase(Locale.ROOT) : value)
                .build();
    }

    /** The property that {@code element} keeps; empty if it keeps none, or none that a line of a vCard can hold. */
    static Optional<KeptProperty> of(XmlElement element) {
        String name = element.attribute("name").orElse("");
        Optional<String> group = element.attribute("group");
        String value = element.first(NS, "value").map(XmlElement::text).orElse("");
        if (!element.is(NS, "property")
                || !NAME.matcher(name).matches()
                || group.filter(text -> !NAME.matcher(text).matches()).isPresent()
                || LINE_BREAK.matcher(value).find()) {
            return Optional.empty();
        }
        RawProperty raw = new RawProperty(name, value);
        group.ifPresent(raw::setGroup);
        for (XmlElement parameter : element.elements(NS, "parameter")) {
            String key = parameter.attribute("name").orElse("");
            if (!NAME.matcher(key).matches()) {
                return Optional.empty();
            }
            if (key.equalsIgnoreCase(VALUE)) {
                raw.setDataType(VCardDataType.get(parameter.text()));
            } else {
                raw.getParameters().put(key, parameter.text());
            }
        }
        return Optional.of(new KeptProperty(raw, element.attribute("with")));
    }
}
