package im.kith.core.contacts;

import im.kith.core.octets.Bytes;
import im.kith.core.replica.VersionStore;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes a {@link Catalogue}, so that little of it is to be opened for a look.
 *
 * <p>In this order: the format; how many contacts there are; of how many bits a bucket's number is; where (1) and (2) are; the ids of the
 * groups' items; the types of identities; (1) where the ids of each contact's items are; these ids; (2) where each bucket is, and where the
 * last ends; the buckets. A bucket has the {@link CatalogueTerm}s that begin with its number: the term, the length of its list, and
 * the list, as {@link GrowingNumbers} writes it, of the contacts' numbers. All other numbers are of four octets, the format of one.
 */
final class CatalogueWriter {

    /** To be raised with every change of the form, and of how identities, ids and folded texts are made. */
    static final byte FORMAT = 2;

    /** Octets on the disk for a book, which takes more for each contact as long as it is small, */
    private static final int ROOM = 64 * 1024;

    /** and for each item: more than a contact takes on the average, so that the size does not tell how many there are. */
    private static final int ROOM_EACH = 256;

    /** Format, contacts, bits, where two begin. */
    private static final int HEAD = 1 + 4 * Integer.BYTES;

    /** Octets of a bucket, about. */
    private static final int BUCKET = 4096;

    private final Map<Integer, GrowingNumbers> lists = new HashMap<>();

    private CatalogueWriter() {}

    /** The catalogue of these contacts, and of all items of the groups' node, in parts of a {@link VersionStore.Summary}. */
    static List<Bytes> write(Collection<ContactEntry> contacts, Collection<Item> groupItems) {
        SummaryOutput parts = new SummaryOutput();
        try (DataOutputStream out = new DataOutputStream(parts)) {
            new CatalogueWriter().write(contacts, groupItems, out);
        } catch (IOException e) {
            throw new UncheckedIOException("into memory", e);
        }
        return parts.parts();
    }

    /** How many parts on the disk the catalogue of a book of {@code items} items takes, which is of {@code parts}. */
    static int room(int items, int parts) {
        int room = (int) ((ROOM + (long) items * ROOM_EACH) / VersionStore.SUMMARY_PART);
        while (room < parts) {
            room *= 2;
        }
        return room;
    }

    /** The bucket of a term: its first {@code bits} bits. */
    static int bucket(int term, int bits) {
        return (int) (Integer.toUnsignedLong(term) >>> Integer.SIZE - bits);
    }

    private void write(Collection<ContactEntry> contacts, Collection<Item> groupItems, DataOutputStream out)
            throws IOException {
        Set<String> types = new TreeSet<>(Set.of(ContactsXml.JID));
        ByteArrayOutputStream ids = new ByteArrayOutputStream();
        DataOutputStream idsOut = new DataOutputStream(ids);
        List<Integer> rows = new ArrayList<>(contacts.size());
        for (ContactEntry contact : contacts) {
            contact.contact().identities().forEach(identity -> types.add(identity.type()));
            list(contact, rows.size());
            rows.add(ids.size());
            strings(contact.items().stream().map(Item::id).toList(), idsOut);
        }
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        DataOutputStream namesOut = new DataOutputStream(names);
        strings(groupItems.stream().map(Item::id).toList(), namesOut);
        strings(types, namesOut);

        int octets = lists.entrySet().stream().mapToInt(CatalogueWriter::octets).reduce(0, Math::addExact);
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(octets / BUCKET);
        int rowsAt = HEAD + names.size();
        int idsAt = rowsAt + contacts.size() * Integer.BYTES;
        int bucketsAt = idsAt + ids.size();
        out.writeByte(FORMAT);
        out.writeInt(contacts.size());
        out.writeInt(bits);
        out.writeInt(rowsAt);
        out.writeInt(bucketsAt);
        names.writeTo(out);
        for (int row : rows) {
            out.writeInt(idsAt + row);
        }
        ids.writeTo(out);
        buckets(bits, bucketsAt, out);
    }

    /** Where each bucket is, and the last ends; then the buckets. */
    private void buckets(int bits, int at, DataOutputStream out) throws IOException {
        List<List<Map.Entry<Integer, GrowingNumbers>>> buckets = Stream.generate(
                        ArrayList<Map.Entry<Integer, GrowingNumbers>>::new)
                .limit(1L << bits)
                .collect(Collectors.toList());
        for (Map.Entry<Integer, GrowingNumbers> list : lists.entrySet()) {
            buckets.get(bucket(list.getKey(), bits)).add(list);
        }
        int position = Math.addExact(at, (buckets.size() + 1) * Integer.BYTES);
        for (List<Map.Entry<Integer, GrowingNumbers>> bucket : buckets) {
            out.writeInt(position);
            for (Map.Entry<Integer, GrowingNumbers> list : bucket) {
                position = Math.addExact(position, octets(list));
            }
        }
        out.writeInt(position);
        for (List<Map.Entry<Integer, GrowingNumbers>> bucket : buckets) {
            for (Map.Entry<Integer, GrowingNumbers> list : bucket) {
                out.writeInt(list.getKey());
                out.writeInt(list.getValue().length());
                list.getValue().writeTo(out);
            }
        }
    }

    private static int octets(Map.Entry<Integer, GrowingNumbers> list) {
        return 2 * Integer.BYTES + list.getValue().length();
    }

    private void list(ContactEntry contact, int number) {
        for (Item item : contact.items()) {
            add(CatalogueTerm.ITEM.of(item.id()), number);
            if (item.id().length() >= AddressBook.PREFIX) {
                add(CatalogueTerm.PREFIX.of(item.id().substring(0, AddressBook.PREFIX)), number);
            }
            ContactIndex.identities(item).forEach(identity -> add(CatalogueTerm.IDENTITY.of(identity), number));
        }
        contact.contact().name().ifPresent(name -> add(CatalogueTerm.NAME.of(FoldedText.of(name)), number));
        contact.contact().groupIds().forEach(group -> add(CatalogueTerm.GROUP.of(group), number));
        Grams.forEach(contact.text(), gram -> add(CatalogueTerm.GRAM.of(gram), number));
    }

    private void add(int term, int number) {
        lists.computeIfAbsent(term, fresh -> new GrowingNumbers()).add(number);
    }

    private static void strings(Collection<String> texts, DataOutputStream out) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            byte[] octets = text.getBytes(StandardCharsets.UTF_8);
            out.writeInt(octets.length);
            out.write(octets);
        }
    }
}
