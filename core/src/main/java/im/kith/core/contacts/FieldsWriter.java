package im.kith.core.contacts;

import im.kith.core.replica.Stamp;
import im.kith.core.xml.XmlElement;
import im.kith.core.xml.XmlName;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes fields as the payload of a version: the element of XEP-0510 with its edits element. */
final class FieldsWriter {

    /** XEP-0082, always with milliseconds, so that the length does not depend on the instant. */
    private static final DateTimeFormatter INSTANT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final Comparator<Field> NEWEST_FIRST =
            Comparator.comparing(Field::stamp).reversed().thenComparing(Field::key);

    private FieldsWriter() {}

    /** The payload of a version with the stamp {@code version}, which is not earlier than any of the fields'. */
    static XmlElement write(Fields fields, Stamp version) {
        XmlElement.Builder element =
                XmlElement.builder(ContactsXml.NS, fields.subject().element());
        for (Field field : fields.all()) {
            if (field.value() != null && field.key().kind() == FieldKey.Kind.ATTRIBUTE) {
                element.attribute(new XmlName(field.key().second(), field.key().first()), field.text());
            }
        }
        for (FieldKey.Kind kind : FieldKey.Kind.values()) {
            for (Field field : fields.all()) {
                if (field.value() != null
                        && kind != FieldKey.Kind.ATTRIBUTE
                        && field.key().kind() == kind) {
                    element.child(field.value());
                }
            }
        }
        return element.child(edits(fields, version)).build();
    }

    private static XmlElement edits(Fields fields, Stamp version) {
        Map<Stamp, List<XmlElement>> stamps = new TreeMap<>();
        Map<Stamp, List<XmlElement>> gone = new TreeMap<>();
        for (Field field : fields.all()) {
            if (field.present() && !field.stamp().equals(version)) {
                add(stamps, field);
            }
        }
        fields.all().stream()
                .filter(field -> !field.present())
                .sorted(NEWEST_FIRST)
                .limit(Limits.GONE)
                .forEach(field -> add(gone, field));
        gone.keySet().forEach(stamp -> stamps.computeIfAbsent(stamp, s -> new ArrayList<>()));
        XmlElement.Builder edits = XmlElement.builder(ContactsXml.EDITS, "edits")
                .attribute("added", INSTANT.format(Instant.ofEpochMilli(fields.added())));
        stamps.forEach((stamp, entries) -> edits.child(write(stamp, version, entries, gone.get(stamp))));
        return edits.build();
    }

    private static void add(Map<Stamp, List<XmlElement>> map, Field field) {
        map.computeIfAbsent(field.stamp(), s -> new ArrayList<>()).add(Edits.entry(field.key()));
    }

    private static XmlElement write(
            Stamp stamp, Stamp version, List<XmlElement> entries, @Nullable List<XmlElement> gone) {
        XmlElement.Builder write = XmlElement.builder(ContactsXml.EDITS, "write");
        if (!stamp.equals(version)) {
            write.attribute("at", Long.toHexString(stamp.hlc().packed()));
            write.attribute(
                    "by",
                    Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(stamp.replica().value().toArray()));
        }
        write.children(entries);
        if (gone != null) {
            write.child(
                    XmlElement.builder(ContactsXml.EDITS, "gone").children(gone).build());
        }
        return write.build();
    }
}
