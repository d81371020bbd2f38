package im.kith.core.contacts;

import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * By what each contact is found, and in which items it lies: enough to read, of a large book, those that a command asks for.
 *
 * <p>A look goes through all of it, a hundred octets a contact. It finds all that is meant, and a few others where hashes are equal:
 * who asks looks at what was read then.
 */
final class Catalogue {

    private final List<String> groupItems;
    private final Set<String> types;
    private final byte[] octets;
    private final int[] offsets;

    private Catalogue(List<String> groupItems, Set<String> types, byte[] octets, int[] offsets) {
        this.groupItems = groupItems;
        this.types = types;
        this.octets = octets;
        this.offsets = offsets;
    }

    /** @throws MalformedException if {@code parts} are none, or one of another release */
    static Catalogue read(List<Bytes> parts) throws MalformedException {
        try {
            ByteBuffer in = ByteBuffer.wrap(inflated(parts));
            List<String> groupItems = strings(in);
            Set<String> types = new TreeSet<>(strings(in));
            int[] offsets = new int[in.getInt()];
            int position = in.position();
            Row row = new Row(in.array());
            for (int i = 0; i < offsets.length; i++) {
                offsets[i] = position;
                row.readAt(position);
                position = row.end();
            }
            return new Catalogue(groupItems, types, in.array(), offsets);
        } catch (BufferUnderflowException
                | IndexOutOfBoundsException
                | IllegalArgumentException
                | ArithmeticException
                | NegativeArraySizeException
                | DataFormatException e) {
            throw new MalformedException("not a catalogue of contacts", e);
        }
    }

    private static byte[] inflated(List<Bytes> parts) throws MalformedException, DataFormatException {
        ByteBuffer in =
                ByteBuffer.allocate(parts.stream().mapToInt(Bytes::length).sum());
        parts.forEach(part -> in.put(part.toBuffer()));
        in.flip();
        if (in.get() != CatalogueWriter.FORMAT) {
            throw new MalformedException("a catalogue of contacts of another release");
        }
        int compressed = in.getInt();
        byte[] whole = new byte[in.getInt()];
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(in.array(), in.position(), compressed);
            if (inflater.inflate(whole) < whole.length) {
                throw new DataFormatException("too short");
            }
        } finally {
            inflater.end();
        }
        return whole;
    }

    private static String string(ByteBuffer in) {
        byte[] octets = new byte[in.getInt()];
        in.get(octets);
        return new String(octets, StandardCharsets.UTF_8);
    }

    private static List<String> strings(ByteBuffer in) {
        List<String> texts = new ArrayList<>();
        for (int count = in.getInt(); count > 0; count--) {
            texts.add(string(in));
        }
        return texts;
    }

    /** The ids of all items of the groups' node. */
    List<String> groupItems() {
        return groupItems;
    }

    /** How many contacts there are; they are told apart by their numbers below. */
    int size() {
        return offsets.length;
    }

    /** The ids of the items of contact {@code number}. */
    List<String> items(int number) {
        return strings(ByteBuffer.wrap(octets).position(offsets[number]));
    }

    /** The contacts that a user may mean by {@code ref}, as {@link AddressBook#contact} takes it. */
    BitSet meant(String ref) {
        int[] identities = Row.hashes(types.stream().map(type -> FieldKey.identity(new Identity(type, ref))));
        byte[] id = ref.getBytes(StandardCharsets.UTF_8);
        byte[] name = FoldedText.of(ref).getBytes(StandardCharsets.UTF_8);
        boolean prefix = ref.length() >= AddressBook.PREFIX;
        return those(row -> row.isNamed(name) || row.hasIdentity(identities) || row.hasItem(id, prefix));
    }

    /** The contacts that have one of these items or identities. */
    BitSet touching(Collection<String> items, Collection<FieldKey> identities) {
        int[] ids = Row.hashes(items);
        int[] keys = Row.hashes(identities.stream());
        return those(row -> row.hasItem(ids) || row.hasIdentity(keys));
    }

    /** The contacts that each of {@code words} is in, or a group of which has it in its name. */
    BitSet matching(List<Search.Word> words) {
        List<byte[]> texts = words.stream()
                .map(word -> word.text().getBytes(StandardCharsets.UTF_8))
                .toList();
        List<int[]> groups =
                words.stream().map(word -> Row.hashes(word.groupIds())).toList();
        return those(row ->
                IntStream.range(0, texts.size()).allMatch(i -> row.says(texts.get(i)) || row.isIn(groups.get(i))));
    }

    private BitSet those(Predicate<Row> wanted) {
        Row row = new Row(octets);
        BitSet found = new BitSet();
        for (int i = 0; i < offsets.length; i++) {
            row.readAt(offsets[i]);
            found.set(i, wanted.test(row));
        }
        return found;
    }
}
