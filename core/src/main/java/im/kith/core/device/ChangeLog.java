package im.kith.core.device;

import im.kith.core.octets.Bytes;
import im.kith.core.replica.Dot;
import im.kith.core.replica.ReplicaId;
import im.kith.core.replica.StoreChange;
import im.kith.core.replica.VersionId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The latest transactions of this device, so that the versions of one are undone together (R13).
 *
 * <p>Kept as settings named {@value #PREFIX} and a number, one for each; the oldest go when there are {@value #KEPT}.
 */
final class ChangeLog {

    static final int KEPT = 200;

    private static final String PREFIX = "change/";

    /** Of a transaction of more versions only the dots are kept; the versions are found by reading the store through. */
    private static final int NAMED = 64;

    private final NavigableMap<Long, Transaction> byNumber = new TreeMap<>();

    /**
     * Versions written together.
     *
     * @param named the versions themselves; empty if they are many
     */
    record Transaction(ReplicaId replica, long first, long last, List<VersionId> named) {

        Transaction {
            named = List.copyOf(named);
        }

        boolean has(Dot dot) {
            return dot.replica().equals(replica) && dot.sequence() >= first && dot.sequence() <= last;
        }
    }

    ChangeLog(Map<String, Bytes> settings) {
        settings.forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                read(name.substring(PREFIX.length()), value.toUtf8());
            }
        });
    }

    /** What cannot be read is as if it were not there: a version is then undone by itself. */
    private void read(String number, String value) {
        try {
            String[] words = value.split(" ", -1);
            ReplicaId replica = new ReplicaId(Bytes.hex(words[0]));
            long first = Long.parseLong(words[1]);
            long last = Long.parseLong(words[2]);
            List<VersionId> named = new ArrayList<>();
            for (int i = 3; i < words.length; i++) {
                named.add(new VersionId(new Dot(replica, first + i - 3), Bytes.hex(words[i])));
            }
            byNumber.put(Long.parseLong(number, 16), new Transaction(replica, first, last, named));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException unreadable) {
            return;
        }
    }

    /**
     * Notes a transaction.
     *
     * @param continues whether it belongs to the one before, as the parts of an import do
     */
    StoreChange note(List<VersionId> written, boolean continues) {
        Map<String, Optional<Bytes>> settings = new HashMap<>();
        Dot from = written.get(0).dot();
        Dot to = written.get(written.size() - 1).dot();
        long number = byNumber.isEmpty() ? 0 : byNumber.lastKey();
        Transaction last = byNumber.get(number);
        boolean joined = continues
                && last != null
                && last.replica().equals(from.replica())
                && last.last() + 1 == from.sequence();
        Transaction noted = new Transaction(
                from.replica(),
                joined && last != null ? last.first() : from.sequence(),
                to.sequence(),
                joined || written.size() > NAMED ? List.of() : written);
        number += joined ? 0 : 1;
        byNumber.put(number, noted);
        settings.put(name(number), Optional.of(Bytes.utf8(text(noted))));
        while (byNumber.size() > KEPT) {
            settings.put(name(byNumber.firstKey()), Optional.empty());
            byNumber.pollFirstEntry();
        }
        return Changes.settings(settings);
    }

    private static String name(long number) {
        return PREFIX + String.format(Locale.ROOT, "%016x", number);
    }

    private static String text(Transaction transaction) {
        StringBuilder text = new StringBuilder()
                .append(transaction.replica())
                .append(' ')
                .append(transaction.first())
                .append(' ')
                .append(transaction.last());
        transaction.named().forEach(id -> text.append(' ').append(id.hash().toHex()));
        return text.toString();
    }

    Optional<Transaction> of(Dot dot) {
        return byNumber.descendingMap().values().stream()
                .filter(transaction -> transaction.has(dot))
                .findFirst();
    }

    List<Transaction> newestFirst() {
        return List.copyOf(byNumber.descendingMap().values());
    }
}
