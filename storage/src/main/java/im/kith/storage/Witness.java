package im.kith.storage;

import im.kith.core.replica.ReplicaId;
import im.kith.core.replica.ReplicaState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Remembers outside the home how far its replica has written, so that a home that was set back or copied is told (R7).
 *
 * <p>One file per replica in the user's state directory: sequence number, replica, machine, path. It is written after the commit
 * of an own version, hence never ahead of an honest database. Only the digits of the sequence number are overwritten, in
 * place and inside one sector, without waiting for the disk: a crash may set them back, which raises no alarm, but cannot tear
 * the file.
 */
public final class Witness {

    /** What the witness says of a home; all but {@link #SAME} ask for a fresh replica id. */
    public enum Verdict {
        SAME,
        MISSING,
        OTHER_MACHINE,
        OTHER_PATH,
        /** The replica has written more than the database knows: the database was set back. */
        AHEAD
    }

    private static final Path SYSTEM_MACHINE_ID = Path.of("/etc/machine-id");

    private static final String FORM = "kith-witness-1\nsequence %016d\nreplica %s\nmachine %s\nhome %s\n";
    private static final Pattern PATTERN = Pattern.compile(
            "kith-witness-1\nsequence (\\d{16})\nreplica (\\p{XDigit}{40})\nmachine (\\p{XDigit}{32})\nhome (\\S+)\n");
    private static final int SEQUENCE_OFFSET = "kith-witness-1\nsequence ".length();
    private static final int SEQUENCE_DIGITS = 16;
    private static final int MAX_LENGTH = 64 * 1024;

    private record Testimony(long sequence, String replica, String machine, String home) {}

    private final Path directory;
    private final Path systemMachineId;
    private final SecureRandom random;

    /**
     * The witnesses in {@code stateDirectory}.
     *
     * @param stateDirectory such as {@code ~/.local/state/kith}; made when first written to
     */
    public Witness(Path stateDirectory, SecureRandom random) {
        this(stateDirectory, SYSTEM_MACHINE_ID, random);
    }

    Witness(Path stateDirectory, Path systemMachineId, SecureRandom random) {
        this.directory = stateDirectory;
        this.systemMachineId = systemMachineId;
        this.random = random;
    }

    /** Whether {@code home}, whose database says {@code state}, is where and as it was. */
    public Verdict check(Home home, ReplicaState state) throws HomeException {
        Path file = file(state.replica());
        try {
            Optional<Testimony> found = read(file);
            if (found.isEmpty() || !found.get().replica().equals(state.replica().toString())) {
                return Verdict.MISSING;
            }
            Testimony testimony = found.get();
            if (!testimony.machine().equals(machine())) {
                return Verdict.OTHER_MACHINE;
            }
            if (!testimony.home().equals(name(home))) {
                return Verdict.OTHER_PATH;
            }
            return testimony.sequence() > state.sequence() ? Verdict.AHEAD : Verdict.SAME;
        } catch (IOException e) {
            throw Failures.home(e, file);
        }
    }

    /** Checks that there can be witnesses; without them each start would take a fresh replica id. */
    void prepare() throws HomeException {
        try {
            PrivateFiles.makeDirectory(directory);
            if (!Files.isWritable(directory)) {
                throw new AccessDeniedException(directory.toString());
            }
        } catch (IOException e) {
            throw Failures.home(e, directory);
        }
    }

    /** Starts to witness for {@code state}'s replica, and forgets that home's {@code former} one. */
    void begin(Home home, ReplicaState state, Optional<ReplicaId> former) throws IOException {
        Testimony testimony = new Testimony(state.sequence(), state.replica().toString(), machine(), name(home));
        String text = FORM.formatted(testimony.sequence(), testimony.replica(), testimony.machine(), testimony.home());
        PrivateFiles.replace(file(state.replica()), text.getBytes(StandardCharsets.UTF_8));
        if (former.isPresent() && !former.get().equals(state.replica())) {
            forget(former.get(), testimony);
        }
    }

    /** Keeps what names another machine or path: there the original of this copy may live on. */
    private void forget(ReplicaId former, Testimony now) throws IOException {
        Optional<Testimony> old = read(file(former));
        if (old.isPresent()
                && old.get().machine().equals(now.machine())
                && old.get().home().equals(now.home())) {
            PrivateFiles.delete(file(former));
        }
    }

    /** Raises the sequence number of the replica that was begun. */
    void raise(Home home, ReplicaState state) throws IOException {
        byte[] digits = digits(state.sequence()).getBytes(StandardCharsets.US_ASCII);
        try {
            PrivateFiles.overwrite(file(state.replica()), SEQUENCE_OFFSET, digits);
        } catch (NoSuchFileException e) {
            begin(home, state, Optional.empty());
        }
    }

    /** Of every write, so without a formatter, which takes a tenth of the write's time. */
    private static String digits(long sequence) {
        String shortest = Long.toString(sequence);
        return "0".repeat(SEQUENCE_DIGITS - shortest.length()) + shortest;
    }

    private Path file(ReplicaId replica) {
        return directory.resolve("witness-" + replica);
    }

    /** Where {@code home} is. */
    Whereabouts whereabouts(Home home) throws HomeException {
        try {
            return Whereabouts.of(home, systemMachineId);
        } catch (IOException e) {
            throw Failures.home(e, home.directory());
        }
    }

    private String machine() throws IOException {
        return MachineId.of(systemMachineId, directory, random);
    }

    /** As a URI, in which nothing needs quoting. */
    static String name(Home home) throws IOException {
        return home.directory().toRealPath().toUri().toASCIIString();
    }

    /** What the file says; empty if there is none or it is none of ours. */
    private static Optional<Testimony> read(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            Matcher matcher = PATTERN.matcher(new String(in.readNBytes(MAX_LENGTH), StandardCharsets.UTF_8));
            return matcher.matches()
                    ? Optional.of(new Testimony(
                            Long.parseLong(matcher.group(1)), matcher.group(2), matcher.group(3), matcher.group(4)))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
