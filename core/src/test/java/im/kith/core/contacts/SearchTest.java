package im.kith.core.contacts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchTest {

    private static final String[] WORDS = {
        "Ann", "Anna", "Łukasz", "Jürgen", "straße", "ﬁnn", "Ｆｕｌｌ", "Ὀδυσσεύς", "o", "李小龙", "example", "Nguyễn"
    };

    private final Desk desk = new Desk(1);

    @ParameterizedTest
    @CsvSource({
        "Weiß, WEISS",
        "ﬁnn, finn",
        "Ｆｕｌｌ, full",
        "Łukasz, lukasz",
        "Søren, soren",
        "Ὀδυσσεύς, οδυσσευσ",
        "İrem, irem",
        "Nguyễn, nguyen",
        "Ægir, aegir"
    })
    void caseAccentsLigaturesAndWidthAreFolded(String name, String typed) throws InvalidInputException {
        desk.add(name, "a@example.org");
        for (int i = 0; i < 3; i++) {
            assertThat(desk.book.search(typed)).hasSize(1);
            assertThat(desk.book.search(name)).hasSize(1);
        }
    }

    @Test
    void namesThatBeginSoComeFirstThenWordsThatDoThenTheRest() throws InvalidInputException {
        desk.add("Roland", "x@example.org", "Annex");
        desk.add("Susanna", "susanna@example.org");
        desk.add("Mary Ann", "mary@example.org");
        desk.add("Anna", "zed@example.org");
        for (int i = 0; i < 3; i++) {
            assertThat(desk.book.search("ann"))
                    .extracting(view -> view.contact().label())
                    .containsExactly("Anna", "Mary Ann", "Roland", "Susanna");
        }
    }

    /** More than are put in order by comparing them, some of them changed since the order was made. */
    @Test
    void manyComeInTheOrderOfAFreshBook() throws InvalidInputException {
        Random random = new Random(9);
        desk.book.prepareSearch();
        for (int i = 0; i < 700; i++) {
            String id = desk.add(word(random) + " " + random.nextInt(50), "p" + i + "@example.org", "G" + i % 3);
            if (i % 5 == 0) {
                desk.edit(id, ContactEdit.name(word(random) + " edited"));
            }
            if (i % 100 == 99) {
                compare("example");
                compare("g1");
                compare("an");
            }
        }
        for (AddressBook.Sort sort : AddressBook.Sort.values()) {
            assertThat(desk.book.list(sort)).isEqualTo(fresh().list(sort)).hasSize(700);
            assertThat(desk.book.list(sort, "G1")).isEqualTo(fresh().list(sort, "G1"));
        }
    }

    @Test
    void whatWasFoundStaysAsItWasWhenTheBookChanges() throws InvalidInputException {
        String id = desk.add("Juliet", "juliet@example.org", "Verona");
        List<ContactView> found = desk.book.search("juliet");
        desk.edit(id, ContactEdit.name("Juliet Montague"));
        desk.run(desk.planner().groups().rename(desk.book.groups().get(0).id(), "Mantua"));
        assertThat(found).extracting(view -> view.contact().label()).containsExactly("Juliet");
        assertThat(found.get(0).groups()).extracting(GroupRef::name).containsExactly(Optional.of("Verona"));
        assertThat(desk.book.search("mantua montague")).hasSize(1);
    }

    @Test
    void aContactWithoutANameIsNotTakenForOneWhoseNameBeginsSo() throws InvalidInputException {
        desk.run(desk.planner()
                .add(new Draft(
                        Optional.empty(), List.of(new Identity("jid", "ann@example.org")), List.of(), List.of())));
        desk.add("Zoe Ann", "zoe@example.org");
        desk.add("Annabel", "x@example.org");
        for (int i = 0; i < 3; i++) {
            assertThat(desk.book.search("ann"))
                    .extracting(view -> view.contact().label())
                    .containsExactly("Annabel", "ann@example.org", "Zoe Ann");
        }
    }

    /** The index is made with the second search and kept up from then on; it must find what looking at all finds. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void theIndexFindsWhatLookingAtAllFinds(long seed) throws InvalidInputException {
        Random random = new Random(seed);
        desk.book.search("first");
        desk.book.search("second");
        List<String> ids = new ArrayList<>();
        for (int step = 0; step < 400; step++) {
            String name = word(random) + " " + word(random);
            if (ids.size() < 5 || random.nextInt(3) > 0) {
                ids.add(desk.add(name, "p" + step + "@" + "example.org", "G" + word(random)));
            } else if (random.nextBoolean()) {
                desk.edit(ids.get(random.nextInt(ids.size())), ContactEdit.name(name));
            } else {
                desk.run(desk.planner().remove(List.of(ids.remove(random.nextInt(ids.size())))));
            }
            if (step % 20 == 0) {
                compare(word(random) + " " + word(random));
                compare("p" + random.nextInt(step + 1));
                compare(word(random));
                named(name);
            }
        }
    }

    private static String word(Random random) {
        String word = WORDS[random.nextInt(WORDS.length)];
        return random.nextInt(4) == 0 ? word.substring(0, 1 + random.nextInt(word.length())) : word;
    }

    private void compare(String text) {
        AddressBook fresh = fresh();
        assertThat(desk.book.search(text)).as(text).isEqualTo(fresh.search(text));
    }

    private void named(String name) {
        assertThat(desk.book.contact(name)).isEqualTo(fresh().contact(name));
    }

    private AddressBook fresh() {
        AddressBook fresh = new AddressBook();
        fresh.load(desk.items().stream()
                .map(item -> new ItemUpdate(item, desk.live(item), 0))
                .toList());
        return fresh;
    }
}
