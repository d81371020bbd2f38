package im.kith.core.backup;

import com.google.protobuf.CodedOutputStream;
import im.kith.core.account.Statement;
import im.kith.core.octets.Bytes;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.VersionStore.Stored;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a backup's archive: first what people read, then what kith reads back.
 *
 * <p>No more than one part is held in memory.
 */
public final class BackupWriter {

    private static final String README = "README.txt";

    /** A part for people, such as the contacts as vCards. */
    public record Leaflet(String name, Content content) {}

    /** Writes itself. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    private final ZipOutputStream zip;
    private final Instant now;
    private final ByteArrayOutputStream part = new ByteArrayOutputStream();
    private String kind = "";
    private int number;
    private long count;

    private BackupWriter(OutputStream out, Instant now) {
        zip = new ZipOutputStream(out);
        zip.setLevel(Deflater.BEST_SPEED);
        this.now = now;
    }

    /** Writes all of {@code source} to {@code out}, which stays open. */
    public static void write(OutputStream out, List<Leaflet> readable, BackupSource source, Instant now)
            throws IOException, StoreException {
        BackupWriter writer = new BackupWriter(out, now);
        try (InputStream readme = BackupWriter.class.getResourceAsStream(README)) {
            if (readme == null) {
                throw new IllegalStateException("not in the jar: " + README);
            }
            writer.entry(README, readme::transferTo);
        }
        for (Leaflet each : readable) {
            writer.entry(each.name(), each.content());
        }
        writer.machineParts(source);
        writer.zip.finish();
        writer.zip.flush();
    }

    private void machineParts(BackupSource source) throws IOException, StoreException {
        byte[] head = BackupCodec.head(new BackupHead(source.state(), source.deviceSecrets()));
        entry(BackupParts.HEAD, out -> out.write(head));
        begin(BackupParts.SETTINGS);
        for (Map.Entry<String, Bytes> setting : source.settings().entrySet()) {
            add(BackupCodec.setting(setting.getKey(), setting.getValue()));
        }
        long settings = end();
        begin(BackupParts.STATEMENTS);
        for (Statement statement : source.statements()) {
            add(BackupCodec.statement(statement));
        }
        long statements = end();
        begin(BackupParts.VERSIONS);
        try {
            source.forEachStored(this::add);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        byte[] counts = BackupCodec.end(settings, statements, end());
        entry(BackupParts.END, out -> out.write(counts));
    }

    private void add(Stored stored) {
        try {
            add(BackupCodec.stored(stored));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void begin(String records) {
        kind = records;
        number = 0;
        count = 0;
    }

    private void add(byte[] record) throws IOException {
        CodedOutputStream out = CodedOutputStream.newInstance(part);
        out.writeByteArray(BackupCodec.RECORD, record);
        out.flush();
        count++;
        if (part.size() >= BackupParts.PART) {
            endPart();
        }
    }

    private void endPart() throws IOException {
        number++;
        entry(BackupParts.name(kind, number), part::writeTo);
        part.reset();
    }

    private long end() throws IOException {
        if (part.size() > 0) {
            endPart();
        }
        return count;
    }

    private void entry(String name, Content content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(now.toEpochMilli());
        zip.putNextEntry(entry);
        content.writeTo(new FilterOutputStream(zip) {
            @Override
            public void write(byte[] octets, int from, int length) throws IOException {
                out.write(octets, from, length);
            }

            @Override
            public void close() {
                // the next part follows
            }
        });
        zip.closeEntry();
    }
}
