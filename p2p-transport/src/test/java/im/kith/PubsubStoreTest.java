package im.kith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import im.kith.core.contacts.ContactsXml;
import im.kith.core.pubsub.ItemWrite;
import im.kith.core.pubsub.PubsubItem;
import im.kith.core.xml.XmlElement;
import im.kith.core.xml.XmlReader;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whole items on the contacts nodes, by a Java program. */
class PubsubStoreTest {

    private static final String NODE = ContactsXml.CONTACTS_NODE;

    private final Kith kith = Kith.inMemory("laptop", Optional.of("juliet@capulet.example"));

    PubsubStoreTest() throws Exception {}

    @AfterEach
    void close() throws Exception {
        kith.close();
    }

    private static XmlElement contact(String name, String jid) throws Exception {
        return XmlReader.read("<contact xmlns='urn:xmpp:contacts:0' name='" + name + "'><identity type='jid'>" + jid
                + "</identity></contact>");
    }

    private List<String> reserved() throws Exception {
        return kith.pubsub().items(NODE).stream()
                .filter(item -> item.payload().is(ContactsXml.NS, "reserved"))
                .map(PubsubItem::id)
                .toList();
    }

    private List<String> names() throws Exception {
        return kith.contacts().list().stream()
                .map(view -> view.contact().name().orElse(""))
                .toList();
    }

    @Test
    void aContactUsesUpAReservedItemAndLeavesOneBehind() throws Exception {
        String id = kith.pubsub().publish(NODE, Optional.empty(), contact("Nurse", "nurse@example.org"));
        assertThat(names()).containsExactly("Nurse");
        assertThat(kith.pubsub().items(NODE)).hasSize(16);
        assertThat(reserved()).hasSize(15);
        kith.pubsub().publish(NODE, Optional.of(id), contact("Angelica", "nurse@example.org"));
        assertThat(names()).containsExactly("Angelica");
        assertThat(kith.pubsub().retract(NODE, id)).isTrue();
        assertThat(kith.pubsub().retract(NODE, "nothing-of-the-kind")).isFalse();
        assertThat(names()).isEmpty();
        assertThat(reserved()).hasSize(16).contains(id);
    }

    @Test
    void toPublishReservedOverAContactTakesItAway() throws Exception {
        XmlElement reserved = XmlElement.of(ContactsXml.NS, "reserved");
        String id = kith.pubsub().publish(NODE, Optional.empty(), contact("Nurse", "nurse@example.org"));
        assertThat(kith.pubsub().publish(NODE, Optional.of(id), reserved)).isEqualTo(id);
        assertThat(names()).isEmpty();
        assertThat(reserved()).hasSize(16);
        assertThatIllegalArgumentException().isThrownBy(() -> kith.pubsub().publish(NODE, Optional.empty(), reserved));
        assertThatIllegalArgumentException().isThrownBy(() -> kith.pubsub().retract(NODE, id));
        assertThat(reserved()).hasSize(16);
    }

    @Test
    void whatNoUserCouldHavePutInIsRefusedAndNothingOfItIsWritten() throws Exception {
        List<ItemWrite> writes = List.of(
                ItemWrite.publish(Optional.empty(), contact("Nurse", "nurse@example.org")),
                ItemWrite.publish(Optional.empty(), contact("Romeo", "romeo@example.org/orchard")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> kith.pubsub().write(NODE, writes))
                .withMessageContaining("romeo@example.org/orchard");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> kith.pubsub().publish(NODE, Optional.of("romeo@example.org"), contact("R", "r@x.org")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> kith.pubsub().publish(NODE, Optional.empty(), XmlElement.of("urn:x", "note")));
        assertThatIllegalArgumentException().isThrownBy(() -> kith.pubsub().delete(NODE));
        assertThat(names()).isEmpty();
    }

    @Test
    void aGroupThatIsRetractedTakesItsReferencesAlong() throws Exception {
        XmlElement group = XmlReader.read("<group xmlns='urn:xmpp:contacts:0' id='g-1234' name='Friends'/>");
        String node = ContactsXml.GROUPS_NODE;
        kith.pubsub().publish(node, Optional.of("g-1234"), group);
        XmlElement member = XmlReader.read("<contact xmlns='urn:xmpp:contacts:0' name='Romeo'>"
                + "<identity type='jid'>romeo@example.org</identity><group id='g-1234'/></contact>");
        kith.pubsub().publish(NODE, Optional.empty(), member);
        assertThat(kith.contacts().list().get(0).contact().groupIds()).containsExactly("g-1234");
        kith.pubsub().retract(node, "g-1234");
        assertThat(kith.contacts().list().get(0).contact().groupIds()).isEmpty();
    }

    @Test
    void otherNodesTakeAnything() throws Exception {
        XmlElement note = XmlElement.of("urn:x", "note");
        assertThat(kith.pubsub().publish("urn:example:notes", Optional.of("a@b"), note))
                .isEqualTo("a@b");
        assertThat(kith.pubsub().items("urn:example:notes")).hasSize(1);
        assertThat(kith.pubsub().delete("urn:example:notes")).isTrue();
    }
}
