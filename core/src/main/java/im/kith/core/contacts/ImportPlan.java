package im.kith.core.contacts;

import java.util.List;

/**
 * What an import writes, and what becomes of what was read.
 *
 * @param writes groups first; may be cut into several transactions anywhere
 * @param read how many drafts there were
 * @param added drafts that become new contacts
 * @param merged drafts that add something to a contact that there is, or that came earlier in the import
 * @param unchanged drafts that add nothing
 */
public record ImportPlan(
        List<PlannedWrite> writes, int read, int added, int merged, int unchanged, List<Rejected> rejected) {

    /** A draft that cannot be taken, by its position from 0. */
    public record Rejected(int index, String reason) {}

    public ImportPlan {
        writes = List.copyOf(writes);
        rejected = List.copyOf(rejected);
    }
}
