package im.kith.core.contacts;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.xml.XmlElement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RosterItemTest {

    private final Desk desk = new Desk(1);

    private static ImportPlan importRoster(Desk desk, String jid, String... subscriptions) {
        List<XmlElement> items = Stream.of(subscriptions)
                .map(each -> Desk.xml("<item xmlns='jabber:iq:roster' jid='" + jid + "' subscription='" + each
                        + "'><x xmlns='y'>z</x></item>"))
                .toList();
        Draft draft = new Draft(Optional.empty(), List.of(new Identity("jid", jid)), List.of(), items);
        ImportPlan plan = desk.planner().importAll(List.of(draft));
        desk.write(plan.writes());
        return plan;
    }

    private List<String> subscriptions() {
        return desk.only().contact().extensions().stream()
                .map(item -> item.attribute("jid").orElseThrow() + " "
                        + item.attribute("subscription").orElseThrow())
                .toList();
    }

    @Test
    void theLastImportCountsHoweverTheJidIsSpelled() {
        importRoster(desk, "romeo@example.net", "both");
        importRoster(desk, "ROMEO@example.net", "to");
        assertThat(importRoster(desk, "Romeo@Example.net", "from").merged()).isEqualTo(1);
        assertThat(subscriptions()).containsExactly("Romeo@Example.net from");

        assertThat(importRoster(desk, "romeo@example.net", "both").merged()).isEqualTo(1);
        assertThat(subscriptions()).containsExactly("romeo@example.net both");
    }

    @Test
    void theSameInAnotherSpellingIsNothingNew() {
        importRoster(desk, "b\u00FCcher@example.net", "both");
        assertThat(importRoster(desk, "B\u00DCCHER@EXAMPLE.net", "both").unchanged())
                .isEqualTo(1);
        assertThat(subscriptions()).containsExactly("b\u00FCcher@example.net both");
    }

    @Test
    void ofSeveralInOneDraftTheLastCountsAndTwiceAddsNothing() {
        importRoster(desk, "romeo@example.net", "to", "from", "both");
        assertThat(subscriptions()).containsExactly("romeo@example.net both");
        assertThat(importRoster(desk, "romeo@example.net", "to", "from", "both").unchanged())
                .isEqualTo(1);
    }

    @Test
    void whatDevicesImportedApartIsOneAfterTheNextImport() {
        Desk other = new Desk(2);
        importRoster(desk, "romeo@example.net", "to");
        importRoster(other, "Romeo@example.net", "from");
        desk.sync(other);
        assertThat(subscriptions()).hasSize(2);

        assertThat(importRoster(desk, "romeo@example.net", "to").merged()).isEqualTo(1);
        assertThat(subscriptions()).containsExactly("romeo@example.net to");
    }

    @Test
    void whatRostersSaidOfOtherJidsStays() {
        Draft both = new Draft(
                Optional.empty(),
                List.of(new Identity("jid", "romeo@example.net"), new Identity("jid", "romeo@example.org")),
                List.of(),
                List.of());
        desk.write(desk.planner().importAll(List.of(both)).writes());
        importRoster(desk, "romeo@example.net", "to");
        importRoster(desk, "romeo@example.org", "from");
        assertThat(subscriptions()).containsExactlyInAnyOrder("romeo@example.net to", "romeo@example.org from");
    }
}
