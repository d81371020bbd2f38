package im.kith.core.contacts;

import im.kith.core.clock.Hlc;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.core.replica.Dot;
import im.kith.core.replica.ReplicaId;
import im.kith.core.replica.Stamp;
import im.kith.core.replica.VersionId;
import im.kith.core.xml.XmlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A copy of the book on which an import in parts is carried out in memory only: what a later part joins of an earlier one is seen
 * as in earnest.
 *
 * <p>For one thread, which need not be the book's once it is made.
 */
public final class Rehearsal {

    private static final ReplicaId NOBODY = new ReplicaId(Bytes.wrap(new byte[ReplicaId.LENGTH]));
    private static final Bytes NO_HASH = Bytes.wrap(new byte[32]);

    private final AddressBook book;
    private final boolean compatible;
    private final RandomGenerator random;
    private Hlc clock;
    private long written;

    /**
     * A rehearsal that begins with what {@code book} shows now.
     *
     * @param clock a reading later than the book's stamps
     */
    public Rehearsal(AddressBook book, Privacy privacy, Hlc clock, RandomGenerator random) {
        this.book = book.copy();
        this.compatible = privacy.compatible();
        this.clock = clock;
        this.random = random;
    }

    /** As {@link Planner#importAll(List, List, Retelling)} after all that was imported here before. */
    public ImportPlan importAll(List<Draft> drafts, List<GroupDraft> groups, Retelling retelling) {
        ImportPlan plan =
                new Planner(book, new Privacy(false, compatible), random).importAll(drafts, groups, retelling);
        List<ItemUpdate> updates = new ArrayList<>(plan.writes().size());
        plan.writes().forEach(write -> updates.add(update(write)));
        book.load(updates);
        return plan;
    }

    private ItemUpdate update(PlannedWrite write) {
        Hlc least = write.after().compareTo(clock) > 0 ? write.after() : clock;
        clock = new Hlc(least.packed() + 1);
        Stamp stamp = new Stamp(clock, NOBODY);
        VersionId id = new VersionId(new Dot(NOBODY, ++written), NO_HASH);
        Sibling sibling = write.compose()
                .map(compose -> published(id, stamp, compose.apply(stamp)))
                .orElseGet(() -> Sibling.retraction(id, stamp));
        return new ItemUpdate(write.item(), List.of(sibling), 0);
    }

    private static Sibling published(VersionId id, Stamp stamp, Bytes plaintext) {
        try {
            return Sibling.publish(id, stamp, XmlReader.read(plaintext), plaintext.length());
        } catch (MalformedException e) {
            throw new IllegalStateException("written so that it cannot be read", e);
        }
    }
}
