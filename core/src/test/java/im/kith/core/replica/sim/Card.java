package im.kith.core.replica.sim;

import im.kith.core.clock.Hlc;
import im.kith.core.octets.Bytes;
import im.kith.core.replica.Payload;
import im.kith.core.replica.ReplicaId;
import im.kith.core.replica.Stamp;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The payload of a simulated item: fields with stamps, or a reserved one. Merged as a contact is (R9): per field the greatest
 * stamp wins, removal or presence.
 */
public record Card(boolean reserved, SortedMap<String, Field> fields) {

    /** A value, or the fact that it was removed. */
    public record Field(Optional<String> value, Stamp stamp) {}

    public static final Card RESERVED = new Card(true, new TreeMap<>());

    public static Card merge(Collection<Card> cards) {
        SortedMap<String, Field> merged = new TreeMap<>();
        for (Card card : cards) {
            card.fields.forEach((name, field) ->
                    merged.merge(name, field, (a, b) -> a.stamp().compareTo(b.stamp()) >= 0 ? a : b));
        }
        return new Card(false, merged);
    }

    /** This card with {@code changes} made at {@code stamp}. */
    public Card with(Map<String, Optional<String>> changes, Stamp stamp) {
        SortedMap<String, Field> after = new TreeMap<>(fields);
        changes.forEach((name, value) -> after.put(name, new Field(value, stamp)));
        return new Card(false, after);
    }

    /** What is shown. */
    public SortedMap<String, String> values() {
        SortedMap<String, String> values = new TreeMap<>();
        fields.forEach((name, field) -> field.value().ifPresent(value -> values.put(name, value)));
        return values;
    }

    public Payload payload() {
        StringBuilder text = new StringBuilder(reserved ? "V" : "P");
        fields.forEach((name, field) -> text.append('\n')
                .append(name)
                .append(' ')
                .append(Long.toHexString(field.stamp().hlc().packed()))
                .append(' ')
                .append(field.stamp().replica())
                .append(' ')
                .append(field.value().map(v -> "=" + v).orElse("-")));
        return new Payload("k", Bytes.utf8(text.toString()));
    }

    public static Card parse(Bytes payload) {
        String[] lines = payload.toUtf8().split("\n", -1);
        SortedMap<String, Field> fields = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            String[] parts = lines[i].split(" ", 4);
            Stamp stamp = new Stamp(new Hlc(Long.parseUnsignedLong(parts[1], 16)), new ReplicaId(Bytes.hex(parts[2])));
            Optional<String> value = parts[3].startsWith("=") ? Optional.of(parts[3].substring(1)) : Optional.empty();
            fields.put(parts[0], new Field(value, stamp));
        }
        return new Card(lines[0].equals("V"), fields);
    }
}
