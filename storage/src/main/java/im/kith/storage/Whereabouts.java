package im.kith.storage;

import im.kith.core.octets.Bytes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The machine and the path that a home was last opened at, kept sealed inside it: the witness lies outside, so a home that was copied
 * alone has none to ask.
 *
 * <p>Only the system's own machine id counts. One that kith made itself and keeps in the state directory says nothing when that
 * directory is gone, as in a container that is made anew at each start.
 *
 * @param machine a hash of the system's machine id; empty if it has none
 * @param home the directory as a URI
 */
record Whereabouts(String machine, String home) {

    static Whereabouts of(Home home, Path systemMachineId) throws IOException {
        return new Whereabouts(MachineId.ofSystem(systemMachineId), Witness.name(home));
    }

    Bytes encode() {
        return Bytes.utf8(machine + "\n" + home);
    }

    private static Optional<Whereabouts> decode(Bytes octets) {
        List<String> lines = octets.toUtf8().lines().toList();
        return lines.size() == 2 ? Optional.of(new Whereabouts(lines.get(0), lines.get(1))) : Optional.empty();
    }

    /**
     * Where {@code home}, which is here, comes from.
     *
     * @param kept what it remembers; a home made before this was kept has nothing
     * @param verdict what the witness says, for such a one
     */
    Origin origin(Home home, Optional<Bytes> kept, Witness.Verdict verdict) {
        Optional<Whereabouts> before = kept.flatMap(Whereabouts::decode);
        if (before.isEmpty()) {
            return verdict == Witness.Verdict.OTHER_MACHINE && !machine.isEmpty() ? Origin.COPIED : Origin.HERE;
        }
        Whereabouts last = before.get();
        if (!last.machine().isEmpty() && !machine.isEmpty() && !last.machine().equals(machine)) {
            return Origin.COPIED;
        }
        if (last.home().equals(this.home)) {
            return Origin.HERE;
        }
        return isCopyOf(last.home(), home) ? Origin.COPIED : Origin.MOVED;
    }

    /** Whether there is a home at {@code there} with the same vault, but not the same file by another name. */
    private static boolean isCopyOf(String there, Home here) {
        try {
            Home original = new Home(Path.of(URI.create(there)));
            return original.exists()
                    && !Files.isSameFile(original.vault(), here.vault())
                    && Files.mismatch(original.vault(), here.vault()) < 0;
        } catch (IOException | RuntimeException e) {
            // nothing there that could be read: no original
            return false;
        }
    }
}
