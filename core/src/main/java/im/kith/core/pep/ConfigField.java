package im.kith.core.pep;

import im.kith.core.pubsub.NodeConfig;
import im.kith.core.xml.XmlElement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A field of a node's configuration (XEP-0060 §16.4.4) that the service knows: what it may hold, and what a node has that was
 * made over XMPP without saying it, as PEP services do (XEP-0163 §5).
 *
 * @param options what is allowed, empty if anything is that {@code check} takes
 * @param check gives the one spelling of a value; throws IllegalArgumentException for a value that cannot be
 */
record ConfigField(
        String name, String type, String label, String initial, List<String> options, UnaryOperator<String> check) {

    static final String PREFIX = "pubsub#";
    static final String ITEM_EXPIRE = PREFIX + "item_expire";
    static final String MAX_PAYLOAD = PREFIX + "max_payload_size";
    static final String SEND_LAST = PREFIX + "send_last_published_item";
    static final String DELIVER_PAYLOADS = PREFIX + "deliver_payloads";
    static final String NOTIFY_RETRACT = PREFIX + "notify_retract";
    static final String NOTIFY_CONFIG = PREFIX + "notify_config";
    static final String NOTIFY_DELETE = PREFIX + "notify_delete";
    static final String NOTIFICATION_TYPE = PREFIX + "notification_type";
    static final String NODE_TYPE = PREFIX + "node_type";
    static final String TITLE = PREFIX + "title";
    static final String DESCRIPTION = PREFIX + "description";
    static final String LANGUAGE = PREFIX + "language";
    static final String PUBLISH_MODEL = PREFIX + "publish_model";

    /** Most octets of an item's payload (design §10), as common servers have it. */
    static final int PAYLOAD = 262_144;

    /** Most characters of a value of text. */
    private static final int TEXT = 1023;

    /** Most items that a number may allow; beyond it one says {@code max}. */
    private static final int MOST = 1_000_000_000;

    private static final Map<String, ConfigField> BY_NAME = new LinkedHashMap<>();

    static {
        choice(
                NodeConfig.ACCESS_MODEL,
                "Who may retrieve items",
                "presence",
                "authorize",
                "open",
                "roster",
                "whitelist");
        truth(NodeConfig.PERSIST_ITEMS, "Whether items are stored", true);
        number(NodeConfig.MAX_ITEMS, "How many items are kept: a number, or max", "1", true);
        number(ITEM_EXPIRE, "After how many seconds items vanish: a number, or max", "max", true);
        number(MAX_PAYLOAD, "Most octets of an item's payload", String.valueOf(PAYLOAD), false);
        choice(SEND_LAST, "When the last item is sent", "on_sub_and_presence", "on_sub", "never");
        truth(DELIVER_PAYLOADS, "Whether notifications hold the payloads", true);
        truth(NOTIFY_RETRACT, "Whether retractions are told", true);
        truth(NOTIFY_CONFIG, "Whether changes of the configuration are told", false);
        truth(NOTIFY_DELETE, "Whether the deletion of the node is told", true);
        choice(NOTIFICATION_TYPE, "The type of the messages that notify", "headline", "normal");
        choice(PUBLISH_MODEL, "Who may publish", "publishers");
        choice(NODE_TYPE, "What kind of node it is", "leaf");
        text(NodeConfig.TYPE, "What the payloads are, usually their namespace");
        text(TITLE, "A name for the node");
        text(DESCRIPTION, "What the node is for");
        text(LANGUAGE, "The language of the node");
    }

    private static void add(
            String name, String type, String label, String initial, List<String> options, UnaryOperator<String> check) {
        BY_NAME.put(name, new ConfigField(name, type, label, initial, options, check));
    }

    /** The first option is what a new node has. */
    private static void choice(String name, String label, String... options) {
        List<String> all = List.of(options);
        add(name, "list-single", label, all.get(0), all, value -> {
            if (!all.contains(value)) {
                throw new IllegalArgumentException(name + " is one of " + all + ", not '" + value + "'");
            }
            return value;
        });
    }

    private static void truth(String name, String label, boolean initial) {
        add(name, "boolean", label, String.valueOf(initial), List.of(), value -> switch (value) {
            case "1", "true" -> "true";
            case "0", "false" -> "false";
            default -> throw new IllegalArgumentException(name + " is true or false, not '" + value + "'");
        });
    }

    private static void number(String name, String label, String initial, boolean orMax) {
        add(name, "text-single", label, initial, List.of(), value -> {
            if (orMax && value.equals("max")) {
                return value;
            }
            if (!value.matches("[0-9]{1,10}") || Long.parseLong(value) < 1 || Long.parseLong(value) > MOST) {
                throw new IllegalArgumentException(
                        name + " is a number from 1 to " + MOST + (orMax ? " or max" : "") + ", not '" + value + "'");
            }
            return String.valueOf(Long.parseLong(value));
        });
    }

    private static void text(String name, String label) {
        add(name, "text-single", label, "", List.of(), value -> {
            if (value.length() > TEXT) {
                throw new IllegalArgumentException(name + " of " + value.length() + " characters, more than " + TEXT);
            }
            return value;
        });
    }

    static Optional<ConfigField> of(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    static List<ConfigField> all() {
        return List.copyOf(BY_NAME.values());
    }

    /** What a node has that is made over XMPP and for which nothing else was said. */
    static NodeConfig ofNewNode() {
        Map<String, String> fields = new LinkedHashMap<>();
        BY_NAME.values().forEach(field -> fields.put(field.name(), field.initial()));
        return new NodeConfig(fields);
    }

    /**
     * The values of a submitted form, checked and in one spelling each.
     *
     * @throws IllegalArgumentException for a field that is not known, or a value that cannot be, in words
     */
    static Map<String, String> checked(Map<String, List<String>> submitted) {
        Map<String, String> checked = new LinkedHashMap<>();
        submitted.forEach((name, values) -> {
            ConfigField field = of(name).orElseThrow(
                            () -> new IllegalArgumentException("a node has no configuration field " + name));
            if (values.size() > 1) {
                throw new IllegalArgumentException(name + " has one value, not " + values.size());
            }
            checked.put(
                    name,
                    values.isEmpty()
                            ? field.initial()
                            : field.check().apply(values.get(0).strip()));
        });
        return checked;
    }

    /**
     * Checks a configuration of a contacts node, which keeps all its items, for their owner alone (XEP-0510 §4).
     *
     * @throws IllegalArgumentException if it says otherwise
     */
    static void checkContacts(NodeConfig config) {
        Map.of(
                        NodeConfig.ACCESS_MODEL,
                        "whitelist",
                        NodeConfig.PERSIST_ITEMS,
                        "true",
                        NodeConfig.MAX_ITEMS,
                        "max",
                        ITEM_EXPIRE,
                        "max")
                .forEach((field, only) -> {
                    if (!value(config, field).equals(only)) {
                        throw new IllegalArgumentException(field + " of a contacts node is " + only);
                    }
                });
    }

    /** The value of {@code field} in {@code config}, what a node has by default if it is not set. */
    static String value(NodeConfig config, String field) {
        return config.field(field)
                .orElseGet(() -> of(field).map(ConfigField::initial).orElse(""));
    }

    static boolean isTrue(NodeConfig config, String field) {
        return value(config, field).equals("true");
    }

    /** A limit that a configuration sets, empty if it is {@code max}. */
    static Optional<Long> limit(NodeConfig config, String field) {
        String value = value(config, field);
        return value.equals("max") ? Optional.empty() : Optional.of(Long.parseLong(value));
    }

    /** A configuration as a form of {@code type}: {@code form} to be filled in, {@code result} to be read. */
    static XmlElement form(String type, NodeConfig config) {
        DataForm.Writer form = new DataForm.Writer(type, Names.NODE_CONFIG);
        for (ConfigField field : all()) {
            String value = value(config, field.name());
            form.field(
                    field.name(),
                    field.type(),
                    Optional.of(field.label()),
                    field.options(),
                    value.isEmpty() ? List.of() : List.of(value));
        }
        return form.build();
    }
}
