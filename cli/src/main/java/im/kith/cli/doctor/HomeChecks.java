package im.kith.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The home's directory: who may read it, whether there is room, and whether its file system's clock is this machine's. */
public final class HomeChecks {

    private static final Set<PosixFilePermission> OWNER =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    /** H2 writes a changed page anew before it gives the old one back, and compacts into a second file. */
    private static final long ROOM = 64L << 20;

    private static final Duration CLOCKS_APART = Duration.ofSeconds(10);

    private final Path home;
    private final InstantSource clock;

    public HomeChecks(Path home, InstantSource clock) {
        this.home = home;
        this.clock = clock;
    }

    public List<Finding> findings() {
        return List.of(permissions(), room(), fileClock());
    }

    private Finding permissions() {
        List<String> open = new ArrayList<>();
        try (Stream<Path> files = Files.walk(home, 1)) {
            for (Path file : files.toList()) {
                Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
                if (!Files.isSymbolicLink(file) && !OWNER.containsAll(permissions)) {
                    open.add(file + " (" + PosixFilePermissions.toString(permissions) + ")");
                }
            }
        } catch (IOException e) {
            return Finding.bad("permissions", "cannot look at " + home + ": " + e, "Are you its owner?");
        }
        return open.isEmpty()
                ? Finding.good("permissions", "only you may read " + home)
                : Finding.bad(
                        "permissions", "others may use " + String.join(", ", open), "chmod -R go= '" + home + "'");
    }

    private Finding room() {
        try {
            long free = Files.getFileStore(home).getUsableSpace();
            Path store = home.resolve("store.mv.db");
            long size = Files.exists(store) ? Files.size(store) : 0;
            String detail = megabytes(free) + " free, the store takes " + megabytes(size);
            return free >= ROOM + size
                    ? Finding.good("disk", detail)
                    : Finding.bad("disk", detail, "Make room on that disk; nothing can be written when it is full.");
        } catch (IOException e) {
            return Finding.bad("disk", "cannot tell how much room there is: " + e, "Is the disk still there?");
        }
    }

    private static String megabytes(long octets) {
        return octets < 10L << 20 ? octets / 1024 + " kB" : (octets >> 20) + " MB";
    }

    private Finding fileClock() {
        try {
            Path probe = Files.createTempFile(home, "doctor", null);
            try {
                Instant written = Files.getLastModifiedTime(probe).toInstant();
                Duration apart = Duration.between(written, clock.instant());
                return apart.abs().compareTo(CLOCKS_APART) < 0
                        ? Finding.good("writable", "the home can be written, and its files have the right time")
                        : Finding.bad(
                                "writable",
                                "the home's file system and this machine have clocks "
                                        + apart.abs().toSeconds() + " s apart",
                                "Set both clocks (timedatectl); kith watch goes by the files' times.");
            } finally {
                Files.deleteIfExists(probe);
            }
        } catch (IOException e) {
            return Finding.bad("writable", "cannot write to " + home + ": " + e, "Make the home writable.");
        }
    }
}
