package im.kith.core.device;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.contacts.ContactEdit;
import im.kith.core.contacts.ContactView;
import im.kith.core.contacts.Draft;
import im.kith.core.contacts.Identity;
import im.kith.core.contacts.Outcome;
import im.kith.core.contacts.Planner;
import im.kith.core.contacts.Resolved;
import im.kith.core.device.Undoing.Found;
import im.kith.core.replica.MemoryVersionStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What history and undo cost does not depend on how large the book is. */
class HistoryCostTest {

    private final DeviceWorld world = new DeviceWorld();
    private final Random ids = new Random(7);

    @Test
    void historyAndUndoReadNoMoreOfALargerBook() throws Exception {
        assertThat(readForHistoryAndUndo(500)).isEqualTo(readForHistoryAndUndo(5));
    }

    @Test
    void theSearchForALargeChangeTellsHowFarItHasCome() throws Exception {
        var laptop = world.found("laptop");
        laptop.device()
                .write(planner(laptop)
                        .importAll(IntStream.range(0, 30)
                                .mapToObj(i -> draft("I" + i, "p" + i + "@example.org"))
                                .toList())
                        .writes());
        List<Integer> told = new ArrayList<>();
        Found found = laptop.device()
                .undoing()
                .telling((done, whole) -> {
                    told.add(done);
                    assertThat(whole).isGreaterThanOrEqualTo(30);
                })
                .last(Optional.empty());
        assertThat(found).isInstanceOf(Found.Change.class);
        assertThat(told).hasSizeGreaterThanOrEqualTo(30).startsWith(0, 1, 2).isSorted();
    }

    /** How many versions are read to tell one contact's history and find changes of it to take back, after a start. */
    private int readForHistoryAndUndo(int others) throws Exception {
        FaultyStore store = new FaultyStore(new MemoryVersionStore());
        var laptop = world.found("laptop", store);
        laptop.device()
                .write(planner(laptop)
                        .importAll(IntStream.range(0, others)
                                .mapToObj(i -> draft("I" + i, "p" + i + "@example.org"))
                                .toList())
                        .writes());
        run(laptop, planner(laptop).add(draft("Juliet", "juliet@example.org")));
        run(laptop, planner(laptop).add(draft("Romeo", "romeo@example.org")));
        run(laptop, planner(laptop).remove(List.of(id(laptop, "Romeo"))));
        run(laptop, planner(laptop).edit(id(laptop, "Juliet"), ContactEdit.name("Jules")));
        laptop.reopen();
        int before = store.handedOut();
        assertThat(laptop.device().histories().of(past(laptop, "Romeo"))).hasSize(2);
        List<Revision> revisions = laptop.device().histories().of(past(laptop, "Jules"));
        Found last = laptop.device().undoing().last(Optional.of(past(laptop, "Jules")));
        Found named = laptop.device().undoing().named(revisions.get(0).version(), Optional.empty());
        assertThat(last).isEqualTo(named).isInstanceOf(Found.Change.class);
        return store.handedOut() - before;
    }

    private Planner planner(DeviceWorld.Member member) throws Exception {
        return new Planner(member.device().book(), member.device().privacy(), ids);
    }

    private static Draft draft(String name, String jid) {
        return new Draft(Optional.of(name), List.of(new Identity("jid", jid)), List.of(), List.of());
    }

    private static void run(DeviceWorld.Member member, Outcome outcome) throws Exception {
        member.device().write(((Outcome.Plan) outcome).writes());
        member.commit();
    }

    private static String id(DeviceWorld.Member member, String ref) {
        return ((Resolved.Found<ContactView>) member.device().book().contact(ref))
                .value()
                .id();
    }

    private static Past past(DeviceWorld.Member member, String ref) throws Exception {
        return ((Resolved.Found<Past>) member.device().histories().find(ref)).value();
    }
}
