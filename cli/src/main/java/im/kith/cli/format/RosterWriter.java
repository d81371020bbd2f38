package im.kith.cli.format;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.cli.render.Json;
import im.kith.core.contacts.ContactsXml;
import im.kith.core.contacts.Identity;
import im.kith.core.octets.MalformedException;
import im.kith.core.xml.XmlElement;
import im.kith.core.xml.XmlName;
import im.kith.core.xml.XmlReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Writes one account's roster as a server's file of accounts (XEP-0227): an item for each JID of each contact.
 *
 * <p>Minimal (XEP-0510 §Business Rules) it has JIDs and subscriptions only, of those who are in the roster at all.
 */
public final class RosterWriter implements ContactWriter {

    static final XmlName NAME = XmlName.local("name");

    private static final String ITEMS = "items";
    private static final String ITEM = "<item xmlns='" + ContactsXml.ROSTER + "'";

    private final Consumer<String> out;
    private final boolean minimal;
    private final String end;
    private int leftOut;

    /** Begins the file of {@code account}, a bare JID. */
    public RosterWriter(Consumer<String> out, String account, boolean minimal) {
        this.out = out;
        this.minimal = minimal;
        String pie = "urn:xmpp:pie:0";
        int at = account.lastIndexOf('@');
        XmlElement frame = XmlElement.builder(pie, "server-data")
                .child(XmlElement.builder(pie, "host")
                        .attribute("jid", account.substring(at + 1))
                        .child(XmlElement.builder(pie, "user")
                                .attribute("name", at < 0 ? "" : account.substring(0, at))
                                .child(XmlElement.builder(ContactsXml.ROSTER, "query")
                                        .text(ITEMS)
                                        .build())
                                .build())
                        .build())
                .build();
        String text = frame.toXml();
        int middle = text.lastIndexOf(ITEMS);
        out.accept("<?xml version='1.0' encoding='UTF-8'?>\n" + text.substring(0, middle) + "\n");
        this.end = text.substring(middle + ITEMS.length()) + "\n";
    }

    @Override
    public void write(JsonObject contact) {
        Map<String, XmlElement> known = items(contact);
        boolean some = false;
        for (JsonElement identity : Json.array(contact, "identities")) {
            if (!Json.text(identity, "type").equals(ContactsXml.JID)) {
                continue;
            }
            String jid = Json.text(identity, "value");
            Optional<XmlElement> item = Optional.ofNullable(known.get(normal(jid)));
            if (!minimal || item.isPresent()) {
                write(item(jid, item, contact));
                some = true;
            }
        }
        leftOut += some ? 0 : 1;
    }

    private void write(XmlElement item) {
        // the namespace is the surrounding element's
        out.accept("<item" + item.toXml().substring(ITEM.length()) + "\n");
    }

    /** Without a subscription if no roster told one, which means none (RFC 6121 §2.1.2.5). */
    private XmlElement item(String jid, Optional<XmlElement> known, JsonObject contact) {
        XmlElement.Builder item = XmlElement.builder(ContactsXml.ROSTER, "item").attribute("jid", jid);
        if (!minimal && !Json.text(contact, "name").isEmpty()) {
            item.attribute(NAME, Json.text(contact, "name"));
        }
        known.ifPresent(each -> each.attributes().stream()
                .filter(attribute -> !attribute.name().local().equals("jid"))
                .filter(attribute -> !attribute.name().equals(NAME))
                .forEach(attribute -> item.attribute(attribute.name(), attribute.value())));
        if (!minimal) {
            for (JsonElement group : Json.array(contact, "groups")) {
                if (!Json.text(group, "name").isEmpty()) {
                    item.child(XmlElement.builder(ContactsXml.ROSTER, "group")
                            .text(Json.text(group, "name"))
                            .build());
                }
            }
            known.ifPresent(each -> item.children(each.elements()));
        }
        return item.build();
    }

    /** What rosters said of the contact's JIDs; the last one, should devices have imported different ones. */
    private static Map<String, XmlElement> items(JsonObject contact) {
        Map<String, XmlElement> items = new LinkedHashMap<>();
        for (String xml : Json.texts(contact, "unknown")) {
            if (xml.startsWith(ITEM)) {
                try {
                    XmlElement item = XmlReader.read(xml);
                    item.attribute("jid").ifPresent(jid -> items.put(normal(jid), item));
                } catch (MalformedException e) {
                    // the store holds none: it is the part of a file that somebody made by hand
                }
            }
        }
        return items;
    }

    private static String normal(String jid) {
        return new Identity(ContactsXml.JID, jid).key();
    }

    @Override
    public void end() {
        out.accept(end);
    }

    /** How many contacts had nothing that belongs into this roster. */
    public int leftOut() {
        return leftOut;
    }
}
