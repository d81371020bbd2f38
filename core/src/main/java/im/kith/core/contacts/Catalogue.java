package im.kith.core.contacts;

import im.kith.core.replica.VersionStore;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;

/**
 * By what each contact is found, and in which items it lies: enough to read, of a large book, those that a command asks for.
 *
 * <p>A look reads the lists of the terms that are asked for, not those of others. It finds all that is meant, and a few others where
 * terms are equal or letters stand elsewhere: who asks looks at what was read then. {@link CatalogueWriter} tells the form.
 *
 * <p>Any look may throw {@link IOException} because the summary was damaged, or dropped since.
 */
final class Catalogue {

    private final SummaryInput place;
    private final DataInputStream in;
    private final int size;
    private final int bucketBits;
    private final List<String> groupItems;
    private final List<String> types;
    private final int rows;
    private final int buckets;

    /** @throws IOException also if {@code parts} are none, or of another release */
    Catalogue(VersionStore.SummaryParts parts) throws IOException {
        this.place = new SummaryInput(parts);
        this.in = new DataInputStream(place);
        if (in.readByte() != CatalogueWriter.FORMAT) {
            throw new IOException("a catalogue of contacts of another release");
        }
        this.size = in.readInt();
        this.bucketBits = in.readInt();
        this.rows = in.readInt();
        this.buckets = in.readInt();
        this.groupItems = strings();
        this.types = strings();
    }

    private List<String> strings() throws IOException {
        List<String> texts = new ArrayList<>();
        for (int count = in.readInt(); count > 0; count--) {
            texts.add(new String(octets(in.readInt()), StandardCharsets.UTF_8));
        }
        return texts;
    }

    private byte[] octets(int count) throws IOException {
        byte[] octets = in.readNBytes(checked(count));
        if (octets.length < count) {
            throw new EOFException("within a catalogue of contacts");
        }
        return octets;
    }

    private static int checked(int length) throws IOException {
        if (length < 0) {
            throw new IOException("not a length in a catalogue of contacts: " + length);
        }
        return length;
    }

    private DataInputStream at(int position) {
        place.seek(position);
        return in;
    }

    /** The ids of all items of the groups' node. */
    List<String> groupItems() {
        return groupItems;
    }

    /** How many contacts there are; they are told apart by their numbers below. */
    int size() {
        return size;
    }

    /** The ids of the items of contact {@code number}. */
    List<String> items(int number) throws IOException {
        at(at(rows + number * Integer.BYTES).readInt());
        return strings();
    }

    /** The contacts that a user may mean by {@code ref}, as {@link AddressBook#contact} takes it. */
    BitSet meant(String ref) throws IOException {
        BitSet found = having(CatalogueTerm.NAME.of(FoldedText.of(ref)));
        found.or(having(CatalogueTerm.ITEM.of(ref)));
        for (String type : types) {
            found.or(having(CatalogueTerm.IDENTITY.of(FieldKey.identity(new Identity(type, ref)))));
        }
        if (ref.length() >= AddressBook.PREFIX) {
            for (int number : numbers(CatalogueTerm.PREFIX.of(ref.substring(0, AddressBook.PREFIX)))) {
                found.set(number, found.get(number) || items(number).stream().anyMatch(id -> id.startsWith(ref)));
            }
        }
        return found;
    }

    /** The contacts that have one of these items or identities. */
    BitSet touching(Collection<String> items, Collection<FieldKey> identities) throws IOException {
        BitSet found = new BitSet();
        for (String item : items) {
            found.or(having(CatalogueTerm.ITEM.of(item)));
        }
        for (FieldKey identity : identities) {
            found.or(having(CatalogueTerm.IDENTITY.of(identity)));
        }
        return found;
    }

    /** The contacts that each of {@code words} may be in, or a group of which has it in its name. */
    BitSet matching(List<Search.Word> words) throws IOException {
        BitSet found = new BitSet();
        found.set(0, size);
        for (Search.Word word : words) {
            BitSet some = withAll(Grams.of(word.text()));
            for (String group : word.groupIds()) {
                some.or(having(CatalogueTerm.GROUP.of(group)));
            }
            found.and(some);
        }
        return found;
    }

    /** The contacts in whose text all of {@code grams} are; the shortest list is looked at first, and often the last. */
    private BitSet withAll(LongStream grams) throws IOException {
        List<byte[]> lists = new ArrayList<>();
        for (long gram : grams.distinct().toArray()) {
            lists.add(list(CatalogueTerm.GRAM.of(gram)));
        }
        lists.sort(Comparator.comparingInt(list -> list.length));
        BitSet found = new BitSet();
        found.set(0, size);
        for (int i = 0; i < lists.size() && !found.isEmpty(); i++) {
            found.and(bits(GrowingNumbers.read(lists.get(i))));
        }
        return found;
    }

    private BitSet having(int term) throws IOException {
        return bits(numbers(term));
    }

    private static BitSet bits(int[] numbers) {
        BitSet bits = new BitSet();
        Arrays.stream(numbers).forEach(bits::set);
        return bits;
    }

    private int[] numbers(int term) throws IOException {
        return GrowingNumbers.read(list(term));
    }

    /** The list of those that {@code term} leads to; empty if none. */
    private byte[] list(int term) throws IOException {
        at(buckets + CatalogueWriter.bucket(term, bucketBits) * Integer.BYTES);
        int from = in.readInt();
        int to = in.readInt();
        at(from);
        while (place.position() < to) {
            int here = in.readInt();
            int length = checked(in.readInt());
            if (here == term) {
                return octets(length);
            }
            place.seek(place.position() + length);
        }
        return new byte[0];
    }
}
