package im.kith.storage;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;

/**
 * Checks that nobody else owns a home or could exchange it for another one.
 *
 * <p>Whoever may write a directory above the home can move the home aside and put his own in its place. So every directory above
 * must belong to root or this user and be writable by him alone, unless it is sticky as {@code /tmp} is. A group of the
 * owner's own name is taken to be his alone, as Debian and Fedora set it up.
 */
final class Ownership {

    private static final int STICKY = 01000;
    private static final int ROOT = 0;

    private final long self;

    Ownership() {
        this(new UnixSystem().getUid());
    }

    Ownership(long self) {
        this.self = self;
    }

    /** Checks {@code home} if it exists, and all that is above it. */
    void check(Path home) throws HomeException, IOException {
        Path lexical = home.toAbsolutePath().normalize();
        if (Files.exists(lexical)) {
            checkOwner(lexical);
            checkAbove(lexical.toRealPath());
        }
        checkAbove(lexical);
    }

    private void checkOwner(Path home) throws HomeException, IOException {
        if (uid(home) != self) {
            throw new HomeException(
                    HomeException.Kind.EXPOSED,
                    "the home " + home + " belongs to " + Files.getOwner(home)
                            + ", not to you; run kith as that user, or choose another --home");
        }
    }

    private void checkAbove(Path path) throws HomeException, IOException {
        for (Path above = path.getParent(); above != null; above = above.getParent()) {
            if (Files.exists(above)) {
                checkDirectory(above, path);
            }
        }
    }

    private void checkDirectory(Path above, Path home) throws HomeException, IOException {
        long owner = uid(above);
        if (owner != ROOT && owner != self) {
            throw new HomeException(
                    HomeException.Kind.EXPOSED,
                    "the directory " + above + " above the home " + home + " belongs to " + Files.getOwner(above)
                            + ", who could exchange the home; choose another --home");
        }
        if (writableByOthers(above)) {
            throw new HomeException(
                    HomeException.Kind.EXPOSED,
                    "others may write the directory " + above + " and so exchange the home " + home
                            + "; run chmod go-w " + above + ", or choose another --home");
        }
    }

    private static boolean writableByOthers(Path directory) throws IOException {
        if (((int) Files.getAttribute(directory, "unix:mode") & STICKY) != 0) {
            return false;
        }
        PosixFileAttributes attributes = Files.readAttributes(directory, PosixFileAttributes.class);
        if (attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
            return true;
        }
        return attributes.permissions().contains(PosixFilePermission.GROUP_WRITE)
                && !attributes.group().getName().equals(attributes.owner().getName());
    }

    private static long uid(Path path, LinkOption... options) throws IOException {
        return Integer.toUnsignedLong((int) Files.getAttribute(path, "unix:uid", options));
    }
}
