package im.kith.core.contacts;

import im.kith.core.octets.Bytes;
import im.kith.core.replica.VersionStore;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Writes a {@link Catalogue}: compressed, since opening the seal costs the most. */
final class CatalogueWriter {

    /** To be raised with every change of the form, and of how identities, ids and folded texts are made. */
    static final byte FORMAT = 1;

    /** Octets on the disk for each item: more than a contact takes on the average, so that the size does not tell how many there are. */
    private static final int ROOM = 96;

    /** Format, octets compressed, octets of the whole. */
    private static final int HEADER = 1 + 4 + 4;

    private CatalogueWriter() {}

    /** The catalogue of these contacts, and of all items of the groups' node, in parts of a {@link VersionStore.Summary}. */
    static List<Bytes> write(Collection<ContactEntry> contacts, Collection<Item> groupItems) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(whole)) {
            strings(groupItems.stream().map(Item::id).toList(), out);
            Set<String> types = new TreeSet<>();
            contacts.forEach(contact -> contact.contact().identities().forEach(identity -> types.add(identity.type())));
            strings(types, out);
            out.writeInt(contacts.size());
            for (ContactEntry contact : contacts) {
                List<String> ids = contact.items().stream().map(Item::id).toList();
                strings(ids, out);
                numbers(Row.hashes(ids), out);
                numbers(
                        Row.hashes(contact.fields().present(FieldKey.Kind.IDENTITY).stream()
                                .map(Field::key)),
                        out);
                numbers(Row.hashes(contact.contact().groupIds()), out);
                string(contact.text(), out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("into memory", e);
        }
        return parts(whole.toByteArray());
    }

    /** How many parts the catalogue of a book of {@code items} items takes on the disk at least. */
    static int room(int items) {
        return (int) ((long) items * ROOM / VersionStore.SUMMARY_PART) + 1;
    }

    private static List<Bytes> parts(byte[] whole) {
        Deflater fast = new Deflater(Deflater.BEST_SPEED);
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(compressed, fast)) {
            out.write(whole);
        } catch (IOException e) {
            throw new UncheckedIOException("into memory", e);
        } finally {
            fast.end();
        }
        int count = (HEADER + compressed.size() - 1) / VersionStore.SUMMARY_PART + 1;
        ByteBuffer padded = ByteBuffer.allocate(Math.multiplyExact(count, VersionStore.SUMMARY_PART));
        padded.put(FORMAT).putInt(compressed.size()).putInt(whole.length).put(compressed.toByteArray());
        List<Bytes> parts = new ArrayList<>();
        for (int from = 0; from < padded.capacity(); from += VersionStore.SUMMARY_PART) {
            parts.add(Bytes.wrap(Arrays.copyOfRange(padded.array(), from, from + VersionStore.SUMMARY_PART)));
        }
        return parts;
    }

    private static void string(String text, DataOutputStream out) throws IOException {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(octets.length);
        out.write(octets);
    }

    private static void strings(Collection<String> texts, DataOutputStream out) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            string(text, out);
        }
    }

    private static void numbers(int[] numbers, DataOutputStream out) throws IOException {
        out.writeInt(numbers.length);
        for (int number : numbers) {
            out.writeInt(number);
        }
    }
}
