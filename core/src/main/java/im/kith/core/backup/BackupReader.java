package im.kith.core.backup;

import com.google.protobuf.CodedInputStream;
import im.kith.core.account.Statement;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.VersionStore.Stored;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Reads a backup's archive, as far as it is for kith; what is for people is passed over.
 *
 * <p>Nothing in it is believed: parts come in their order, each within its limit, and as many records as the end says.
 */
public final class BackupReader {

    /** Octets of the parts for people that are passed over, all together. */
    private static final long MAX_PASSED_OVER = 16L << 30;

    private static final int MAX_NAME = 255;

    private final ZipInputStream zip;
    private final byte[] waste = new byte[1 << 16];
    private long passedOver;
    private int parts;
    private Optional<String> next = Optional.empty();

    private BackupReader(InputStream in) {
        zip = new ZipInputStream(in);
    }

    /**
     * Gives {@code sink} what is in the backup, and reads {@code in} to its end.
     *
     * @throws MalformedException if it is no backup, or not a whole one
     * @throws IOException if {@code in} fails
     */
    public static void read(InputStream in, BackupSink sink) throws MalformedException, IOException, StoreException {
        try {
            new BackupReader(in).read(sink);
        } catch (java.util.zip.ZipException | java.io.EOFException | IllegalArgumentException e) {
            throw new MalformedException("the backup's archive is damaged: " + e.getMessage(), e);
        }
        in.transferTo(java.io.OutputStream.nullOutputStream());
    }

    private void read(BackupSink sink) throws MalformedException, IOException, StoreException {
        advance();
        while (next.isPresent() && !next.get().startsWith(BackupParts.FOLDER)) {
            passOver();
        }
        BackupHead head = BackupCodec.head(part(BackupParts.HEAD));
        Map<String, Bytes> settings = settings();
        List<Statement> statements = statements();
        sink.head(head, settings, statements);
        long versions = versions(sink);
        BackupCodec.checkEnd(part(BackupParts.END), settings.size(), statements.size(), versions);
        while (next.isPresent()) {
            passOver();
        }
    }

    private void advance() throws IOException, MalformedException {
        if (++parts > BackupParts.MAX_PARTS) {
            throw new MalformedException("more than " + BackupParts.MAX_PARTS + " parts in the backup");
        }
        next = Optional.ofNullable(zip.getNextEntry()).map(ZipEntry::getName);
    }

    private void passOver() throws IOException, MalformedException {
        for (int count = zip.read(waste); count >= 0; count = zip.read(waste)) {
            passedOver += count;
            if (passedOver > MAX_PASSED_OVER) {
                throw new MalformedException("more than " + MAX_PASSED_OVER + " octets beside the backup's own parts");
            }
        }
        advance();
    }

    private byte[] part(String name) throws IOException, MalformedException {
        if (!next.equals(Optional.of(name))) {
            throw new MalformedException("this is not a kith backup: no part " + name + " where it must be");
        }
        byte[] octets = zip.readNBytes(BackupParts.MAX_PART + 1);
        if (octets.length > BackupParts.MAX_PART) {
            throw new MalformedException("part " + name + " has more than " + BackupParts.MAX_PART + " octets");
        }
        advance();
        return octets;
    }

    /** The records of the next part, if it is the {@code number}th of its kind. */
    private Optional<List<byte[]>> records(String kind, int number) throws IOException, MalformedException {
        String name = BackupParts.name(kind, number);
        if (!next.equals(Optional.of(name))) {
            return Optional.empty();
        }
        byte[] octets = part(name);
        List<byte[]> records = new ArrayList<>();
        try {
            CodedInputStream in = CodedInputStream.newInstance(octets);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (tag == (BackupCodec.RECORD << 3 | 2)) {
                    records.add(in.readByteArray());
                } else {
                    in.skipField(tag);
                }
            }
        } catch (IOException e) {
            throw new MalformedException("part " + name + ": " + e.getMessage(), e);
        }
        return Optional.of(records);
    }

    private Map<String, Bytes> settings() throws IOException, MalformedException {
        Map<String, Bytes> settings = new TreeMap<>();
        long held = 0;
        int number = 1;
        Optional<List<byte[]>> records = records(BackupParts.SETTINGS, number);
        while (records.isPresent()) {
            for (byte[] record : records.get()) {
                Map.Entry<String, Bytes> setting = BackupCodec.setting(record);
                held = checked(held + record.length);
                if (setting.getKey().isEmpty() || setting.getKey().length() > MAX_NAME) {
                    throw new MalformedException(
                            "a setting's name of " + setting.getKey().length() + " characters");
                }
                if (settings.put(setting.getKey(), setting.getValue()) != null
                        || settings.size() > BackupParts.MAX_SETTINGS) {
                    throw new MalformedException("settings twice, or more than " + BackupParts.MAX_SETTINGS);
                }
            }
            records = records(BackupParts.SETTINGS, ++number);
        }
        return settings;
    }

    private List<Statement> statements() throws IOException, MalformedException {
        List<Statement> statements = new ArrayList<>();
        long held = 0;
        int number = 1;
        Optional<List<byte[]>> records = records(BackupParts.STATEMENTS, number);
        while (records.isPresent()) {
            for (byte[] record : records.get()) {
                held = checked(held + record.length);
                statements.add(BackupCodec.statement(record));
                if (statements.size() > BackupParts.MAX_STATEMENTS) {
                    throw new MalformedException("more than " + BackupParts.MAX_STATEMENTS + " ledger statements");
                }
            }
            records = records(BackupParts.STATEMENTS, ++number);
        }
        return statements;
    }

    private static long checked(long held) throws MalformedException {
        if (held > BackupParts.MAX_HELD) {
            throw new MalformedException("more than " + BackupParts.MAX_HELD + " octets of settings or statements");
        }
        return held;
    }

    private long versions(BackupSink sink) throws IOException, MalformedException, StoreException {
        long count = 0;
        int number = 1;
        Optional<List<byte[]>> records = records(BackupParts.VERSIONS, number);
        while (records.isPresent()) {
            List<Stored> versions = new ArrayList<>(records.get().size());
            for (byte[] record : records.get()) {
                versions.add(BackupCodec.stored(record));
            }
            sink.versions(versions);
            count += versions.size();
            records = records(BackupParts.VERSIONS, ++number);
        }
        return count;
    }
}
