package im.kith.core.contacts;

import im.kith.core.octets.Bytes;
import im.kith.core.replica.VersionStore;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** Cuts what is written into parts of a summary; the last is filled up with zeros. */
final class SummaryOutput extends OutputStream {

    private final List<byte[]> parts = new ArrayList<>();
    private int room;

    @Override
    public void write(int octet) {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int from, int length) {
        int at = from;
        while (at < from + length) {
            if (room == 0) {
                parts.add(new byte[VersionStore.SUMMARY_PART]);
                room = VersionStore.SUMMARY_PART;
            }
            int count = Math.min(room, from + length - at);
            System.arraycopy(octets, at, parts.get(parts.size() - 1), VersionStore.SUMMARY_PART - room, count);
            room -= count;
            at += count;
        }
    }

    List<Bytes> parts() {
        return parts.stream().map(Bytes::wrap).toList();
    }
}
