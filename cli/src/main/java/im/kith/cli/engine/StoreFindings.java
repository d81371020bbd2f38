package im.kith.cli.engine;

import im.kith.cli.doctor.Finding;
import im.kith.core.device.Inspection;
import java.util.ArrayList;
import java.util.List;

/** What a look at the whole store says. */
final class StoreFindings {

    private static final int NAMED = 3;
    private static final String DAMAGE =
            "Copy the home somewhere else first. Then restore a backup, or join again from another device, in another --home.";

    private StoreFindings() {}

    static List<Finding> of(Inspection inspection) {
        List<Finding> findings = new ArrayList<>();
        findings.add(store(inspection));
        List<Inspection.Unreadable> unreadable = inspection.unreadable();
        if (unreadable.isEmpty()) {
            findings.add(Finding.good("items", "all " + inspection.live() + " live versions could be deciphered"));
        } else {
            List<String> each = unreadable.stream()
                    .map(one -> one.item().id() + " on " + one.item().node() + ": " + one.why())
                    .toList();
            findings.add(Finding.bad(
                    "items",
                    counted(unreadable.size(), "item") + " cannot be deciphered: " + named(each),
                    "kith sync fetches secrets that are missing; what is broken stays until its writer writes it anew"
                            + " (kith node items NODE --raw shows it)."));
        }
        return findings;
    }

    private static Finding store(Inspection inspection) {
        int rows = inspection.live() + inspection.history() + inspection.quarantine();
        String counts = inspection.live() + " live, " + inspection.history() + " in history"
                + (inspection.quarantine() > 0 ? ", " + inspection.quarantine() + " of revoked devices put aside" : "");
        return inspection.damaged().isEmpty()
                ? Finding.good("store", "all " + counted(rows, "version") + " read, checksums right (" + counts + ")")
                : damaged(inspection.damaged(), rows);
    }

    static Finding damaged(List<String> damaged, int sound) {
        return Finding.bad(
                "store",
                counted(damaged.size(), "version") + " damaged, " + sound + " sound: " + named(damaged),
                DAMAGE);
    }

    static Finding unusable(String message) {
        return Finding.bad("store", message, DAMAGE);
    }

    /** The first few, and how many more there are. */
    static String named(List<String> all) {
        String first = String.join("; ", all.subList(0, Math.min(NAMED, all.size())));
        return all.size() > NAMED ? first + " and " + (all.size() - NAMED) + " more" : first;
    }

    static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
