package im.kith.core.contacts;

/** What a payload is of: the two kinds whose fields are merged one by one. */
enum Subject {
    CONTACT("contact", ContactsXml.CONTACTS_NODE),
    GROUP("group", ContactsXml.GROUPS_NODE);

    private final String element;
    private final String node;

    Subject(String element, String node) {
        this.element = element;
        this.node = node;
    }

    /** The local name of its element. */
    String element() {
        return element;
    }

    String node() {
        return node;
    }

    /** What stands on {@code node}, one of the two contacts nodes. */
    static Subject on(String node) {
        return node.equals(GROUP.node) ? GROUP : CONTACT;
    }
}
