package im.kith.core.contacts;

import im.kith.core.octets.Bytes;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.UncheckedStoreException;
import im.kith.core.replica.VersionStore;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The octets of a summary from any place on, up to a part that is missing. A part is opened when something in it is read, and kept. */
final class SummaryInput extends InputStream {

    private final VersionStore.SummaryParts parts;
    private final Map<Integer, Optional<Bytes>> opened = new HashMap<>();
    private int position;

    SummaryInput(VersionStore.SummaryParts parts) {
        this.parts = parts;
    }

    /** What is read next is the octet at {@code place}, from 0. */
    void seek(int place) {
        position = place;
    }

    int position() {
        return position;
    }

    @Override
    public int read() {
        Optional<Bytes> part = part();
        if (part.isEmpty()) {
            return -1;
        }
        return part.get().at(position++ % VersionStore.SUMMARY_PART);
    }

    @Override
    public int read(byte[] into, int from, int length) {
        Optional<Bytes> part = part();
        if (part.isEmpty()) {
            return -1;
        }
        int at = position % VersionStore.SUMMARY_PART;
        int count = Math.min(length, VersionStore.SUMMARY_PART - at);
        part.get().toBuffer().get(at, into, from, count);
        position += count;
        return count;
    }

    private Optional<Bytes> part() {
        return opened.computeIfAbsent(position / VersionStore.SUMMARY_PART, number -> {
            try {
                return parts.part(number).filter(part -> part.length() == VersionStore.SUMMARY_PART);
            } catch (StoreException e) {
                throw new UncheckedStoreException(e);
            }
        });
    }
}
