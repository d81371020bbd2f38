package im.kith.core.pubsub;

import im.kith.core.xml.XmlElement;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a node is configured (XEP-0060 §16.4.4): field names and values, one value each.
 *
 * <p>A replicated item itself, as a data form (XEP-0004). Fields that kith does not know are kept.
 */
public record NodeConfig(Map<String, String> fields) {

    public static final String ACCESS_MODEL = "pubsub#access_model";
    public static final String PERSIST_ITEMS = "pubsub#persist_items";
    public static final String MAX_ITEMS = "pubsub#max_items";
    public static final String TYPE = "pubsub#type";

    private static final String FORM = "jabber:x:data";
    private static final String FORM_TYPE = "http://jabber.org/protocol/pubsub#node_config";

    /** Of private storage (XEP-0223) whose items are encrypted (XEP-0473): what a node has until it is configured. */
    public static final NodeConfig DEFAULT = new NodeConfig(Map.of(
            ACCESS_MODEL, "whitelist", PERSIST_ITEMS, "true", MAX_ITEMS, "max", TYPE, "urn:xmpp:openpgp:pubsub:0"));

    public NodeConfig {
        fields = Map.copyOf(fields);
    }

    /** This configuration with the fields of {@code changes} set. */
    public NodeConfig with(Map<String, String> changes) {
        Map<String, String> all = new TreeMap<>(fields);
        all.putAll(changes);
        return new NodeConfig(all);
    }

    public Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** The configuration as a submitted data form. */
    public XmlElement toForm() {
        XmlElement.Builder form = XmlElement.builder(FORM, "x")
                .attribute("type", "submit")
                .child(formField("FORM_TYPE", FORM_TYPE, Optional.of("hidden")));
        new TreeMap<>(fields).forEach((name, value) -> form.child(formField(name, value, Optional.empty())));
        return form.build();
    }

    private static XmlElement formField(String name, String value, Optional<String> type) {
        XmlElement.Builder field = XmlElement.builder(FORM, "field").attribute("var", name);
        type.ifPresent(t -> field.attribute("type", t));
        return field.child(XmlElement.builder(FORM, "value").text(value).build())
                .build();
    }

    /** The configuration in a data form; fields without a value are left out. */
    public static NodeConfig fromForm(XmlElement form) {
        Map<String, String> fields = new TreeMap<>();
        for (XmlElement field : form.elements(FORM, "field")) {
            Optional<String> name = field.attribute("var").filter(n -> !n.equals("FORM_TYPE"));
            Optional<XmlElement> value = field.first(FORM, "value");
            if (name.isPresent() && value.isPresent()) {
                fields.put(name.get(), value.get().text());
            }
        }
        return new NodeConfig(fields);
    }
}
