package im.kith.core.contacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EditAllTest {

    private final Desk desk = new Desk(1);

    private static ContactEdit groups(List<String> add, List<String> remove) {
        return new ContactEdit(Optional.empty(), List.of(), List.of(), add, remove);
    }

    private List<String> members(String group) {
        return desk.book.list(AddressBook.Sort.NAME, group).stream()
                .map(view -> view.contact().name().orElse("?"))
                .toList();
    }

    @Test
    void oneNewGroupIsMadeForAllInOnePlan() throws InvalidInputException {
        String juliet = desk.add("Juliet", "juliet@example.org", "Verona");
        String romeo = desk.add("Romeo", "romeo@example.org");
        Outcome.Plan plan = (Outcome.Plan)
                desk.planner().editAll(List.of(juliet, romeo, juliet), groups(List.of("Dead"), List.of("Verona")));
        desk.write(plan.writes());
        assertThat(plan.ids()).containsExactly(juliet, romeo);
        assertThat(members("Dead")).containsExactly("Juliet", "Romeo");
        assertThat(members("Verona")).isEmpty();
        assertThat(desk.book.groups()).extracting(GroupView::name).containsExactly("Dead", "Verona");
    }

    @Test
    void whatNobodyHasIsMissingAndWhatIsSoAlreadyIsNotWritten() throws InvalidInputException {
        String juliet = desk.add("Juliet", "juliet@example.org", "Verona");
        assertThat(desk.planner().editAll(List.of(juliet), groups(List.of(), List.of("Mantua"))))
                .isEqualTo(new Outcome.Missing("Mantua"));
        assertThat(desk.planner().editAll(List.of("none"), groups(List.of("A"), List.of())))
                .isEqualTo(new Outcome.Missing("none"));
        Outcome same = desk.planner().editAll(List.of(juliet), groups(List.of("Verona"), List.of()));
        assertThat(same).isEqualTo(new Outcome.Plan(List.of(), List.of(juliet)));
    }

    @Test
    void aNameOrAnAddressIsOneContactsOnly() {
        assertThatThrownBy(() -> desk.planner().editAll(List.of(), ContactEdit.name("J")))
                .isInstanceOf(InvalidInputException.class);
    }
}
