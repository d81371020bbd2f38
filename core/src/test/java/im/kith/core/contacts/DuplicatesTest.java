package im.kith.core.contacts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DuplicatesTest {

    private final Desk desk = new Desk(1);
    private final Map<String, String> kept = new HashMap<>();

    private List<Duplicates.Finding> find() {
        return Duplicates.in(desk.book, Set.of());
    }

    @Test
    void certainOnesComeBeforeLikelyOnesAndEachSaysWhy() throws InvalidInputException {
        desk.add("Rosaline", "rosaline@example.org");
        desk.add("Álvaro Núñez", "alvaro@example.org");
        desk.add("NUNEZ, Alvaro", "an@example.org");
        desk.add("Paris", "count.paris@example.org");
        desk.add("The County", "count.paris@example.com");
        desk.add("Tybalt", "tybalt@example.org");
        desk.add("tybalt", "prince@example.org");
        desk.put(Desk.contact("zz"), Desk.stamp(5, 2), contact("Juliet", "juliet@example.org"), false);
        desk.put(Desk.contact("yy"), Desk.stamp(6, 2), contact("Jules", "juliet@example.org"), false);
        assertThat(find())
                .extracting(Duplicates.Finding::why)
                .containsExactly(
                        "both have juliet@example.org",
                        "the same name",
                        "the same words in the name",
                        "the same address at different hosts");
        assertThat(find()).extracting(Duplicates.Finding::certain).containsExactly(true, false, false, false);
        assertThat(find().get(0).contacts()).extracting(ContactView::id).containsExactly("yy", "zz");
    }

    @Test
    void officesAndNamesOfManyAreNoDuplicates() throws InvalidInputException {
        desk.add("A", "info@example.org");
        desk.add("B", "info@example.com");
        for (int i = 0; i <= Duplicates.MOST; i++) {
            desk.add("Mum", "m" + i + "@example.org");
        }
        assertThat(find()).isEmpty();
    }

    @Test
    void anIgnoredPairIsNotToldTogetherButEachWithAThird() throws InvalidInputException {
        String a = desk.add("Romeo", "a@example.org");
        String b = desk.add("Romeo", "b@example.org");
        Set<DuplicatePair> ignored = Set.of(DuplicatePair.of(b, a));
        assertThat(Duplicates.in(desk.book, ignored)).isEmpty();
        String c = desk.add("Romeo", "c@example.org");
        assertThat(Duplicates.in(desk.book, ignored))
                .extracting(finding ->
                        finding.contacts().stream().map(ContactView::id).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(Set.of(a, c), Set.of(b, c));
    }

    @Test
    void groupsOfOneNameAreSuggestedAndJoined() throws InvalidInputException {
        desk.add("Juliet", "juliet@example.org", "Friends");
        desk.put(
                Desk.group("aaa"),
                Desk.stamp(5, 2),
                "<group xmlns='urn:xmpp:contacts:0' id='aaa' name='Friends'><description>close</description></group>",
                false);
        Duplicates.Finding finding = find().get(0);
        assertThat(finding.groups()).hasSize(2);
        desk.run(desk.planner()
                .groups()
                .join(finding.groups().stream().map(GroupView::id).toList()));
        assertThat(desk.book.groups()).extracting(GroupView::id).containsExactly("aaa");
        assertThat(desk.only().contact().groupIds()).containsExactly("aaa");
        assertThat(find()).isEmpty();
    }

    private static String contact(String name, String jid) {
        return "<contact xmlns='urn:xmpp:contacts:0' name='" + name + "'><identity type='jid'>" + jid
                + "</identity></contact>";
    }

    /** Several contacts with names, identities, groups and removed fields of random stamps. */
    private List<String> some(Random random) throws InvalidInputException {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String id = desk.add("N" + random.nextInt(3), "c" + i + "@example.org", "G" + random.nextInt(3));
            desk.now += random.nextInt(50);
            desk.edit(id, ContactEdit.name("M" + random.nextInt(3)));
            if (random.nextBoolean()) {
                desk.edit(id, ContactEdit.name(""));
            }
            ids.add(id);
        }
        return ids;
    }

    private List<Object> view() {
        return desk.book.list(AddressBook.Sort.NAME).stream()
                .<Object>map(v -> List.of(
                        v.contact().name(),
                        Set.copyOf(v.contact().identities()),
                        Set.copyOf(v.contact().groupIds()),
                        v.added(),
                        v.itemIds()))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void mergingIsCommutativeAssociativeAndIdempotentOnViews(long seed) throws InvalidInputException {
        List<List<Object>> views = new ArrayList<>();
        for (int order = 0; order < 4; order++) {
            DuplicatesTest one = new DuplicatesTest();
            List<String> ids = one.some(new Random(seed));
            Collections.shuffle(ids, new Random(order));
            if (order % 2 == 0) {
                one.desk.run(one.desk.planner().merge(ids));
            } else {
                one.merge(ids.get(0), ids.get(1));
                one.merge(ids.get(2), ids.get(3));
                one.merge(ids.get(1), ids.get(3));
            }
            views.add(one.view());
            Outcome again = one.desk.planner().merge(List.of(one.desk.only().id()));
            assertThat(((Outcome.Plan) again).writes()).isEmpty();
        }
        assertThat(views).containsOnly(views.get(0));
    }

    /** By any id that they ever had. */
    private void merge(String a, String b) throws InvalidInputException {
        String into = desk.run(desk.planner().merge(List.of(present(a), present(b))));
        kept.put(present(a), into);
        kept.put(present(b), into);
    }

    private String present(String id) {
        String now = kept.getOrDefault(id, id);
        return now.equals(id) ? id : present(now);
    }
}
