package im.kith.cli.format;

import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import im.kith.core.contacts.ContactsXml;
import im.kith.core.octets.MalformedException;
import im.kith.core.xml.XmlAttribute;
import im.kith.core.xml.XmlElement;
import im.kith.core.xml.XmlNode;
import im.kith.core.xml.XmlStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rosters in a server's file of accounts (XEP-0227), or one by itself as a client is sent it (RFC 6121 §2.1), item by item.
 *
 * <p>An item's name and groups become the contact's; the item without them, which is its subscription, is kept beside.
 */
final class RosterFile implements ContactFile {

    private static final List<String> ROOTS = List.of("server-data", "host", "user", "query", "iq");

    private final XmlStream xml;
    private final Losses losses = new Losses();
    private String host = "";
    private Optional<String> account = Optional.empty();
    private int roster;

    private RosterFile(XmlStream xml) {
        this.xml = xml;
    }

    /** Reads as far as the root element. */
    static RosterFile open(InputStream in) throws Failure, IOException {
        try {
            RosterFile file = new RosterFile(new XmlStream(in));
            if (file.xml.next() != XmlStream.Tag.OPENED
                    || !ROOTS.contains(file.xml.opened().local())) {
                throw Failure.of(
                        Kind.BAD_INPUT,
                        "the file is XML, but neither a server's accounts (XEP-0227) nor a roster",
                        "kith reads <server-data xmlns='urn:xmpp:pie:0'> and <query xmlns='jabber:iq:roster'>.");
            }
            file.opened();
            return file;
        } catch (MalformedException e) {
            throw broken(1, e);
        }
    }

    @Override
    public Optional<Entry> next() throws Failure {
        try {
            while (true) {
                switch (xml.next()) {
                    case OPENED -> {
                        Entry entry = opened();
                        if (entry != null) {
                            return Optional.of(entry);
                        }
                    }
                    case CLOSED -> roster = xml.depth() < roster ? 0 : roster;
                    case END -> {
                        return Optional.empty();
                    }
                }
            }
        } catch (MalformedException e) {
            throw broken(xml.line(), e);
        } catch (IOException e) {
            throw ContactFile.unreadable(e);
        }
    }

    private static Failure broken(int line, MalformedException e) {
        return Failure.of(Kind.BAD_INPUT, "line " + Math.max(1, line) + ": " + e.getMessage(), "Is the file all there?")
                .causedBy(e);
    }

    private @Nullable Entry opened() throws MalformedException, IOException {
        XmlElement element = xml.opened();
        if (roster > 0 && xml.depth() == roster + 1 && element.is(ContactsXml.ROSTER, "item")) {
            int line = xml.line();
            return item(line, xml.rest());
        }
        if (element.is(ContactsXml.ROSTER, "query")) {
            roster = xml.depth();
        } else if (element.local().equals("host")) {
            host = element.attribute("jid").orElse("");
        } else if (element.local().equals("user") && account.isEmpty()) {
            account = element.attribute("name").map(name -> name.contains("@") ? name : name + "@" + host);
        }
        return null;
    }

    private Entry item(int line, XmlElement item) {
        Optional<String> jid = item.attribute("jid");
        if (jid.isEmpty() || jid.get().isBlank()) {
            return new Entry.Rejected(line, "a roster item without a JID");
        }
        if (item.attribute("subscription").filter("remove"::equals).isPresent()) {
            return new Entry.Rejected(line, "a roster item that is being removed");
        }
        ContactBuilder contact = new ContactBuilder(line, losses);
        contact.identity(ContactsXml.JID, jid.get());
        item.attribute("name").ifPresent(contact::name);
        List<XmlNode> others = new ArrayList<>();
        for (XmlElement child : item.elements()) {
            if (child.is(ContactsXml.ROSTER, "group")) {
                contact.group(child.text());
            } else {
                others.add(child);
            }
        }
        List<XmlAttribute> attributes = item.attributes().stream()
                .filter(each -> !each.name().equals(RosterWriter.NAME))
                .toList();
        if (attributes.size() + others.size() > 1) {
            contact.extension(new XmlElement(item.name(), attributes, others), "what the roster says besides");
        }
        return contact.build();
    }

    @Override
    public Optional<String> account() {
        return account;
    }

    @Override
    public Losses losses() {
        return losses;
    }

    @Override
    public void close() {
        ContactFile.close(xml);
    }
}
