package im.kith.core.contacts;

import im.kith.core.clock.Hlc;
import im.kith.core.octets.Bytes;
import im.kith.core.replica.ReplicaId;
import im.kith.core.replica.Stamp;
import im.kith.core.xml.XmlElement;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What an edits element says (see the package): which write last changed which field, and what was removed.
 *
 * <p>What cannot be read in it counts as not there: then the version itself is what changed the field.
 */
final class Edits {

    private static final int HEX = 16;

    private final Map<FieldKey, Stamp> stamps = new HashMap<>();
    private final Map<FieldKey, Stamp> gone = new LinkedHashMap<>();
    private Optional<Long> added = Optional.empty();

    private Edits() {}

    /** The edits of {@code payload}; stamps later than its version's clock count as that clock. */
    static Edits read(XmlElement payload, Stamp version) {
        Edits edits = new Edits();
        payload.first(ContactsXml.EDITS, "edits").ifPresent(element -> edits.take(element, version));
        return edits;
    }

    private void take(XmlElement element, Stamp version) {
        added = element.attribute("added")
                .flatMap(Edits::instant)
                .map(at -> Math.min(at, version.hlc().millis()));
        for (XmlElement write : element.elements(ContactsXml.EDITS, "write")) {
            Optional<Stamp> stamp = stamp(write, version);
            if (stamp.isPresent()) {
                for (XmlElement entry : write.elements()) {
                    if (entry.local().equals("gone")) {
                        entry.elements().forEach(removed -> put(gone, removed, stamp.get()));
                    } else {
                        put(stamps, entry, stamp.get());
                    }
                }
            }
        }
    }

    private static void put(Map<FieldKey, Stamp> map, XmlElement entry, Stamp stamp) {
        key(entry).ifPresent(key -> map.merge(key, stamp, (a, b) -> a.compareTo(b) >= 0 ? a : b));
    }

    private static Optional<Long> instant(String text) {
        try {
            return Optional.of(Math.max(0, Instant.parse(text).toEpochMilli()));
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Optional<Stamp> stamp(XmlElement write, Stamp version) {
        Optional<String> by = write.attribute("by");
        Optional<String> at = write.attribute("at");
        if (by.isEmpty() && at.isEmpty()) {
            return Optional.of(version);
        }
        try {
            Bytes replica = Bytes.wrap(Base64.getUrlDecoder().decode(by.orElse("")));
            Hlc hlc = new Hlc(Long.parseUnsignedLong(at.orElse(""), HEX));
            Hlc bounded = hlc.compareTo(version.hlc()) > 0 ? version.hlc() : hlc;
            return Optional.of(new Stamp(bounded, new ReplicaId(replica)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The key that {@code entry} names. */
    private static Optional<FieldKey> key(XmlElement entry) {
        String id = entry.attribute("id").orElse("");
        return switch (entry.local()) {
            case "attribute" ->
                entry.attribute("name")
                        .map(name -> new FieldKey(
                                FieldKey.Kind.ATTRIBUTE,
                                name,
                                entry.attribute("ns").orElse("")));
            case "identity" ->
                entry.attribute("type").map(type -> new FieldKey(FieldKey.Kind.IDENTITY, type, entry.text()));
            case "group" -> Optional.of(FieldKey.group(id));
            case "description" ->
                Optional.of(FieldKey.description(entry.attribute("lang").orElse("")));
            case "child" ->
                entry.attribute("hash")
                        .map(hash -> new FieldKey(
                                FieldKey.Kind.CHILD, hash, entry.attribute("n").orElse("0")));
            case "text" -> Optional.of(FieldKey.TEXT);
            default -> Optional.empty();
        };
    }

    /** The entry that names {@code key}. */
    static XmlElement entry(FieldKey key) {
        String local = key.kind().name().toLowerCase(Locale.ROOT);
        XmlElement.Builder entry = XmlElement.builder(ContactsXml.EDITS, local);
        switch (key.kind()) {
            case ATTRIBUTE -> optional(entry.attribute("name", key.first()), "ns", key.second(), "");
            case IDENTITY -> entry.attribute("type", key.first()).text(key.second());
            case GROUP -> entry.attribute("id", key.first());
            case DESCRIPTION -> optional(entry, "lang", key.first(), "");
            case CHILD -> optional(entry.attribute("hash", key.first()), "n", key.second(), "0");
            case TEXT -> {}
        }
        return entry.build();
    }

    private static void optional(XmlElement.Builder entry, String attribute, String value, String normal) {
        if (!value.equals(normal)) {
            entry.attribute(attribute, value);
        }
    }

    /** The stamp of {@code key}, whose field is in the payload ({@code present}) or, an empty name, is not. */
    Stamp stamp(FieldKey key, Stamp version, boolean present) {
        return (present ? stamps : gone).getOrDefault(key, version);
    }

    Map<FieldKey, Stamp> gone() {
        return gone;
    }

    /** The instant of creation in milliseconds since 1970. */
    Optional<Long> added() {
        return added;
    }
}
