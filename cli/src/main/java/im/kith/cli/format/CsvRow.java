package im.kith.cli.format;

import ezvcard.property.RawProperty;
import im.kith.cli.format.CsvColumn.Kind;
import im.kith.core.octets.MalformedException;
import im.kith.core.xml.XmlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** One record of a CSV file and what it says of a contact. */
final class CsvRow {

    /** Keeps a column that kith has no other place for, with its title as a parameter. */
    static final String COLUMN = "X-KITH-COLUMN";

    private static final Pattern GOOGLE = Pattern.compile("\\s+:::\\s+|[\\r\\n]+");
    private static final Pattern LIST = Pattern.compile("\\s+:::\\s+|[\\r\\n;,]+");
    private static final Pattern NUMBERS = Pattern.compile("\\s+:::\\s+|[\\r\\n;]+");
    private static final Set<String> XMPP = Set.of("xmpp", "jabber", "google talk", "googletalk");

    private final List<CsvColumn> columns;
    private final List<String> fields;

    CsvRow(List<CsvColumn> columns, List<String> fields) {
        this.columns = columns;
        this.fields = fields;
    }

    /** A record of a file that kith wrote. */
    static Entry own(int line, List<String> fields, Losses losses) {
        ContactBuilder contact = new ContactBuilder(line, losses);
        contact.name(field(fields, 0));
        List<String> types = List.of("jid", "email", "tel");
        for (int i = 0; i < types.size(); i++) {
            for (String value : CsvCells.read(field(fields, i + 1))) {
                contact.identity(types.get(i), value);
            }
        }
        for (String identity : CsvCells.read(field(fields, 4))) {
            int colon = identity.indexOf(':');
            if (colon < 0
                    || !contact.identity(XmppUri.decode(identity.substring(0, colon)), identity.substring(colon + 1))) {
                return new Entry.Rejected(line, "an identity without type or value");
            }
        }
        CsvCells.read(field(fields, 5)).forEach(contact::group);
        for (String xml : CsvCells.read(field(fields, 6))) {
            try {
                contact.extension(XmlReader.read(xml), "an extension");
            } catch (MalformedException e) {
                return new Entry.Rejected(line, "an extension that is not XML");
            }
        }
        return contact.build();
    }

    private static String field(List<String> fields, int column) {
        return column < fields.size() ? fields.get(column) : "";
    }

    /** A record of anybody else's. */
    Entry read(int line, Losses losses) {
        ContactBuilder contact = new ContactBuilder(line, losses);
        String whole = joined(List.of(Kind.NAME));
        contact.name(whole);
        contact.name(joined(CsvColumn.NAME_PARTS));
        if (!whole.isBlank()) {
            parts().ifPresent(parts -> contact.extension(
                    new KeptProperty(new RawProperty("N", parts), Optional.of(contact.name())).toXml(), "N"));
        }
        for (int i = 0; i < fields.size(); i++) {
            if (!fields.get(i).isBlank()) {
                take(columns.get(i), fields.get(i), contact);
            }
        }
        for (int i = 0; i < fields.size() && contact.name().isEmpty(); i++) {
            if (columns.get(i).detail().equals("ORG") || columns.get(i).detail().equals("NICKNAME")) {
                contact.name(fields.get(i));
            }
        }
        return contact.build();
    }

    /** The parts of the name as a vCard has them (RFC 6350 §6.2.2), where the whole of it is told beside. */
    private Optional<String> parts() {
        List<String> parts = new ArrayList<>();
        for (Kind kind : List.of(Kind.FAMILY, Kind.GIVEN, Kind.MIDDLE, Kind.PREFIX, Kind.SUFFIX)) {
            parts.add(CardText.escape(joined(List.of(kind))));
        }
        return parts.get(0).isEmpty() && parts.get(1).isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(";", parts));
    }

    private String joined(List<Kind> kinds) {
        List<String> parts = new ArrayList<>();
        for (Kind kind : kinds) {
            for (int i = 0; i < fields.size(); i++) {
                if (columns.get(i).kind() == kind && !fields.get(i).isBlank()) {
                    parts.add(fields.get(i).strip());
                }
            }
        }
        return String.join(" ", parts);
    }

    private void take(CsvColumn column, String cell, ContactBuilder contact) {
        switch (column.kind()) {
            case NAME, PREFIX, GIVEN, MIDDLE, FAMILY, SUFFIX, IM_SERVICE -> {}
            case IDENTITY -> {
                Pattern split = column.detail().equals("tel") ? NUMBERS : LIST;
                split.splitAsStream(cell).forEach(value -> contact.identity(column.detail(), value));
            }
            case IM_ADDRESS -> {
                if (XMPP.contains(service(column.detail()))) {
                    GOOGLE.splitAsStream(cell).forEach(value -> contact.identity("jid", value));
                } else {
                    keep(COLUMN, column.title(), cell, contact);
                }
            }
            case GROUPS -> groups(cell, contact);
            case PROPERTY -> keep(column.detail(), "", cell, contact);
            case OTHER -> keep(COLUMN, column.title(), cell, contact);
        }
    }

    private String service(String number) {
        for (int i = 0; i < fields.size(); i++) {
            if (columns.get(i).kind() == Kind.IM_SERVICE
                    && columns.get(i).detail().equals(number)) {
                return fields.get(i).strip().toLowerCase(Locale.ROOT);
            }
        }
        return "";
    }

    /** Google marks its own groups with a star; everybody is in "myContacts". */
    private static void groups(String cell, ContactBuilder contact) {
        LIST.splitAsStream(cell)
                .map(group -> group.strip().replaceFirst("^\\* ", ""))
                .filter(group -> !group.equals("myContacts"))
                .forEach(contact::group);
    }

    private static void keep(String name, String title, String cell, ContactBuilder contact) {
        RawProperty property = new RawProperty(name, CardText.escape(cell.replace("\r\n", "\n")));
        if (!title.isEmpty()) {
            property.getParameters().put("COLUMN", title);
        }
        contact.extension(new KeptProperty(property).toXml(), title.isEmpty() ? name : "the column " + title);
    }
}
