package im.kith.core.contacts;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.clock.Hlc;
import im.kith.core.xml.XmlElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A dry run says what the import does, however it is cut into parts. */
class RehearsalTest {

    private static final int PART = 7;

    private final Desk desk = new Desk(1);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aRehearsalInPartsSaysWhatTheImportDoes(long seed) throws InvalidInputException {
        Random random = new Random(seed);
        desk.privacy = new Privacy(random.nextBoolean(), random.nextBoolean());
        for (int i = 0; i < 10; i++) {
            desk.add("There " + i, "p" + 4 * i + "@example.org", "Old");
        }
        List<Draft> drafts = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            drafts.add(draft(random));
        }
        List<ContactView> before = desk.book.list(AddressBook.Sort.NAME);
        Rehearsal rehearsal = new Rehearsal(desk.book, desk.privacy, Hlc.of(desk.now, 0), new Random(seed + 100));
        List<List<Object>> foreseen = new ArrayList<>();
        for (int from = 0; from < drafts.size(); from += PART) {
            foreseen.add(said(rehearsal.importAll(part(drafts, from), List.of(), Retelling.VERBATIM)));
        }
        assertThat(desk.book.list(AddressBook.Sort.NAME)).isEqualTo(before);
        List<List<Object>> done = new ArrayList<>();
        for (int from = 0; from < drafts.size(); from += PART) {
            ImportPlan plan = desk.planner().importAll(part(drafts, from));
            desk.write(plan.writes());
            done.add(said(plan));
        }
        assertThat(foreseen).isEqualTo(done);
    }

    @Test
    void whoIsTwiceInPartsFarApartIsAddedOnce() {
        Rehearsal rehearsal = new Rehearsal(desk.book, desk.privacy, Hlc.ZERO, new Random(100));
        List<Draft> juliet = List.of(Desk.draft("Juliet", "juliet@example.org", "Friends"));
        assertThat(rehearsal.importAll(juliet, List.of(), Retelling.VERBATIM).added())
                .isEqualTo(1);
        assertThat(rehearsal.importAll(juliet, List.of(), Retelling.VERBATIM).unchanged())
                .isEqualTo(1);
        assertThat(desk.book.contactCount()).isZero();
    }

    private static List<Draft> part(List<Draft> drafts, int from) {
        return drafts.subList(from, Math.min(drafts.size(), from + PART));
    }

    private static List<Object> said(ImportPlan plan) {
        // how large exactly something too large is depends on the stamps in it
        List<String> rejected = plan.rejected().stream()
                .map(each -> each.index() + each.reason().replaceAll("[0-9]+", "N"))
                .toList();
        return List.of(plan.added(), plan.merged(), plan.unchanged(), rejected);
    }

    /** Of few people, so that they clash; some too large, some none. */
    private static Draft draft(Random random) {
        List<Identity> identities = new ArrayList<>();
        for (int i = random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(2); i > 0; i--) {
            identities.add(new Identity("jid", "p" + random.nextInt(60) + "@example.org"));
        }
        Optional<String> name = random.nextBoolean() ? Optional.of("Name " + random.nextInt(5)) : Optional.empty();
        List<String> groups = random.nextBoolean() ? List.of("G" + random.nextInt(4)) : List.of();
        XmlElement extension = Desk.xml("<note xmlns='urn:x'>" + random.nextInt(3)
                + "x".repeat(random.nextInt(6) == 0 ? 100_000 : 1) + "</note>");
        return new Draft(name, identities, groups, random.nextBoolean() ? List.of(extension) : List.of());
    }
}
