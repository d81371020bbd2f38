package im.kith.core.pep;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.contacts.AddressBook;
import im.kith.core.contacts.ContactsXml;
import im.kith.core.contacts.Outcome;
import im.kith.core.contacts.Planner;
import im.kith.core.contacts.Privacy;
import im.kith.core.contacts.PrivacySteps;
import im.kith.core.device.DeviceWorld;
import im.kith.core.xml.XmlElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What XMPP software does to contacts and groups looks, from outside, like what the user's commands do. */
class PepContactsTest {

    private static final String NODE = ContactsXml.CONTACTS_NODE;
    private static final String GROUPS = ContactsXml.GROUPS_NODE;
    private static final String NS = "<pubsub xmlns='" + Desk.PUBSUB + "'>";

    private final DeviceWorld world = new DeviceWorld();
    private final Desk desk;
    private final Asker clear;

    PepContactsTest() throws Exception {
        desk = new Desk(world, world.found("laptop"));
        clear = desk.resource("clear", true);
    }

    private static String contact(String name, String... groups) {
        StringBuilder xml = new StringBuilder("<contact xmlns='urn:xmpp:contacts:0' name='" + name
                + "'><identity type='jid'>" + name.toLowerCase(java.util.Locale.ROOT) + "@example.org</identity>");
        for (String group : groups) {
            xml.append("<group id='").append(group).append("'/>");
        }
        return xml + "</contact>";
    }

    private static String group(String id, String name) {
        return "<group xmlns='urn:xmpp:contacts:0' id='" + id + "' name='" + name + "'/>";
    }

    private XmlElement retract(Asker asker, String node, String id) throws Exception {
        return desk.ask(asker, "set", NS + "<retract node='" + node + "'><item id='" + id + "'/></retract></pubsub>");
    }

    private AddressBook book() {
        return desk.member().device().book();
    }

    private void assertCounts(int items, int reserved, int contacts) {
        assertThat(book().itemCount(NODE)).isEqualTo(items);
        assertThat(book().reservedCount(NODE)).isEqualTo(reserved);
        assertThat(book().contactCount()).isEqualTo(contacts);
    }

    @Test
    void theFirstContactTopsUpToAStepAndTheNextUseUpReservedItems() throws Exception {
        for (int i = 1; i <= 16; i++) {
            desk.publish(clear, NODE, "c" + i, contact("N" + i));
            assertCounts(16, 16 - i, i);
        }
        desk.publish(clear, NODE, "c17", contact("N17"));
        assertCounts(32, 15, 17);
        desk.publish(clear, NODE, "c17", contact("N18"));
        assertCounts(32, 15, 17);
    }

    @Test
    void manyAtOnceGoToTheirStepInOneTransaction() throws Exception {
        StringBuilder items = new StringBuilder();
        IntStream.range(0, 20)
                .forEach(i -> items.append("<item id='c" + i + "'>")
                        .append(contact("N" + i))
                        .append("</item>"));
        desk.ask(clear, "set", NS + "<publish node='" + NODE + "'>" + items + "</publish></pubsub>");
        assertCounts(32, 12, 20);
    }

    @Test
    void whatIsRetractedIsReservedThenAndNotThereForItsSoftware() throws Exception {
        desk.publish(clear, NODE, "c1", contact("Juliet"));
        assertThat(retract(clear, NODE, "c1").attribute("type")).contains("result");
        assertCounts(16, 16, 0);
        assertThat(desk.ids(clear, NODE)).isEmpty();
        assertThat(desk.ids(desk.owner(), NODE)).hasSize(16).contains("c1");
        assertThat(Desk.error(retract(clear, NODE, "c1"))).containsExactly("item-not-found");
        desk.publish(clear, NODE, "c2", contact("Romeo"));
        desk.publish(clear, NODE, "c2", "<reserved xmlns='urn:xmpp:contacts:0'/>");
        assertCounts(16, 16, 0);
    }

    @Test
    void withTheCompatibleSwitchNothingIsReserved() throws Exception {
        desk.member().device().privacy(new Privacy(true, true));
        desk.publish(clear, NODE, "c1", contact("Juliet"));
        assertCounts(1, 0, 1);
        retract(clear, NODE, "c1");
        assertCounts(0, 0, 0);
    }

    @Test
    void withStepsOffReservedItemsAreUsedUpAndNoneMade() throws Exception {
        desk.member().device().privacy(new Privacy(false, false));
        desk.publish(clear, NODE, "c1", contact("Juliet"));
        assertCounts(1, 0, 1);
        retract(clear, NODE, "c1");
        assertCounts(1, 1, 0);
        desk.publish(clear, NODE, "c2", contact("Romeo"));
        assertCounts(1, 0, 1);
    }

    @Test
    void publishingOverAReservedItemUsesUpThatOne() throws Exception {
        desk.publish(clear, NODE, "c1", contact("Juliet"));
        desk.publish(clear, NODE, "c2", contact("Romeo"));
        retract(clear, NODE, "c1");
        assertCounts(16, 15, 1);
        desk.publish(clear, NODE, "c1", contact("Juliet"));
        assertCounts(16, 14, 2);
        assertThat(desk.ids(clear, NODE)).containsExactlyInAnyOrder("c1", "c2");
    }

    @Test
    void whoEncryptsForHimselfKeepsHisOwnCount() throws Exception {
        desk.publish(clear, NODE, "c1", contact("Juliet"));
        retract(desk.owner(), NODE, "c1");
        assertCounts(15, 15, 0);
    }

    @Test
    void emptyingTheNodeRemovesTheContactsAndLeavesTheCount() throws Exception {
        desk.publish(clear, NODE, "c1", contact("Juliet"));
        desk.publish(clear, NODE, "c2", contact("Romeo"));
        desk.ask(clear, "set", "<pubsub xmlns='" + Desk.PUBSUB + "#owner'><purge node='" + NODE + "'/></pubsub>");
        assertCounts(16, 16, 0);
    }

    @Test
    void aGroupThatIsRetractedLeavesNoReferences() throws Exception {
        desk.publish(clear, GROUPS, "g1", group("g1", "Friends"));
        desk.publish(clear, NODE, "c1", contact("Juliet", "g1"));
        assertThat(book().itemCount(GROUPS)).isEqualTo(16);
        retract(clear, GROUPS, "g1");
        assertThat(book().itemCount(GROUPS)).isEqualTo(16);
        assertThat(book().reservedCount(GROUPS)).isEqualTo(16);
        assertThat(book().list(AddressBook.Sort.NAME).get(0).contact().groupIds())
                .isEmpty();
        assertThat(book().contactCount()).isEqualTo(1);
    }

    @Test
    void aGroupThatAnotherHasChangedSinceStaysWithItsContacts() throws Exception {
        desk.publish(clear, GROUPS, "g1", group("g1", "Friends"));
        desk.publish(clear, NODE, "c1", contact("Juliet", "g1"));
        Asker other = desk.resource("other", true);
        desk.ids(other, GROUPS);
        desk.publish(other, GROUPS, "g1", group("g1", "Dear friends"));
        retract(clear, GROUPS, "g1");
        assertThat(book().groups()).hasSize(1);
        assertThat(book().list(AddressBook.Sort.NAME).get(0).contact().groupIds())
                .containsExactly("g1");
    }

    @Test
    void whoSeesContactsInTheClearHearsOfContactsAlone() throws Exception {
        desk.listen(clear, NODE);
        desk.listen(desk.owner(), NODE);
        desk.sent.clear();
        desk.publish(clear, NODE, "c1", contact("Juliet"));
        assertThat(heard(clear)).singleElement().asString().contains("Juliet");
        assertThat(heard(desk.owner())).hasSize(16);
        desk.sent.clear();
        desk.publish(clear, NODE, "c2", contact("Romeo"));
        assertThat(heard(clear)).singleElement().asString().contains("Romeo");
        assertThat(heard(desk.owner()))
                .as("the new one and the reserved one that went")
                .hasSize(2);
        desk.sent.clear();
        retract(clear, NODE, "c1");
        assertThat(heard(clear)).singleElement().asString().contains("<retract id='c1'/>");
        assertThat(heard(desk.owner())).singleElement().asString().contains("<encrypted ");
    }

    private List<String> heard(Asker asker) {
        return desk.sent.stream()
                .filter(message -> message.attribute("to").equals(Optional.of(asker.jid())))
                .map(XmlElement::toXml)
                .toList();
    }

    @Test
    void whatAUserCouldNotPutInIsRefused() throws Exception {
        String identity = "<identity type='jid'>juliet@example.org</identity>";
        String open = "<contact xmlns='urn:xmpp:contacts:0'";
        String[] wrong = {
            open + "/>",
            open + " name='" + "n".repeat(1024) + "'>" + identity + "</contact>",
            open + "><identity type='jid'>juliet@example.org/balcony</identity></contact>",
            open + "><identity type='jid'></identity></contact>",
            open + ">" + identities(257) + "</contact>",
            group("g1", "Friends"),
            "<reserved xmlns='urn:xmpp:contacts:0'/>",
            "<mood xmlns='http://jabber.org/protocol/mood'/>"
        };
        for (String payload : wrong) {
            assertThat(Desk.error(desk.publish(clear, NODE, "c1", payload)))
                    .containsExactly("bad-request", "invalid-payload");
        }
        assertThat(Desk.error(desk.publish(clear, GROUPS, "g1", "<group xmlns='urn:xmpp:contacts:0' name='x'/>")))
                .containsExactly("bad-request", "invalid-payload");
        for (String id : List.of("juliet@example.org", "x-JULIET-capulet", "JCJULIET@EXAMPLE.ORG/1")) {
            XmlElement told = desk.publish(clear, NODE, id, contact("Juliet"));
            assertThat(Desk.error(told)).as("ids are not encrypted").containsExactly("bad-request", "invalid-payload");
        }
        assertCounts(0, 0, 0);
        desk.publish(clear, NODE, "c1", open + ">" + identities(256) + "</contact>");
        assertCounts(16, 15, 1);
    }

    private static String identities(int count) {
        StringBuilder all = new StringBuilder();
        IntStream.range(0, count).forEach(i -> all.append("<identity type='jid'>n" + i + "@example.org</identity>"));
        return all.toString();
    }

    @Test
    void aContactsNodeKeepsAllItsItemsForItsOwner() throws Exception {
        desk.publish(clear, NODE, "c1", contact("Juliet"));
        for (String field : List.of("max_items'><value>1", "access_model'><value>open", "persist_items'><value>0")) {
            String form = "<x xmlns='jabber:x:data' type='submit'><field var='pubsub#" + field + "</value></field></x>";
            assertThat(Desk.error(desk.ask(
                            "set",
                            "<pubsub xmlns='" + Desk.PUBSUB + "#owner'><configure node='" + NODE + "'>" + form
                                    + "</configure></pubsub>")))
                    .containsExactly("not-acceptable");
        }
        assertThat(desk.ids(clear, NODE)).containsExactly("c1");
        assertThat(Desk.error(desk.ask(Desk.stranger(), "get", NS + "<items node='" + NODE + "'/></pubsub>")))
                .containsExactly("not-allowed", "closed-node");
    }

    @Test
    void aStaleClientMakesASiblingThatMergesOnBothDevices() throws Exception {
        Desk phone = new Desk(world, world.join(desk.member(), "phone"));
        Asker there = phone.resource("there", true);
        desk.publish(clear, NODE, "c1", contact("Juliet"));
        desk.sync(phone);
        phone.ids(there, NODE);
        phone.publish(
                there,
                NODE,
                "c1",
                "<contact xmlns='urn:xmpp:contacts:0' name='Juliet'><identity type='jid'>juliet@example.org</identity>"
                        + "<identity type='jid'>jc@example.net</identity></contact>");
        phone.ask(
                there,
                "set",
                NS + "<publish node='" + NODE + "'><item id='c2'>" + contact("Romeo") + "</item></publish></pubsub>");
        desk.sync(phone);
        desk.publish(clear, NODE, "c1", contact("Juliet").replace("'Juliet'", "'Juliet Capulet'"));
        desk.sync(phone);
        for (Desk each : List.of(desk, phone)) {
            AddressBook book = each.member().device().book();
            assertThat(book.contactCount()).isEqualTo(2);
            var juliet = book.list(AddressBook.Sort.NAME).get(0).contact();
            assertThat(juliet.name()).contains("Juliet Capulet");
            assertThat(juliet.identities()).hasSize(2);
            assertThat(book.itemCount(NODE)).isEqualTo(16);
        }
    }

    @Test
    void aStaleRetractionDoesNotTakeAwayWhatAnotherHasChangedSince() throws Exception {
        Desk phone = new Desk(world, world.join(desk.member(), "phone"));
        Asker there = phone.resource("there", true);
        desk.publish(clear, NODE, "c1", contact("Juliet"));
        desk.sync(phone);
        phone.ids(there, NODE);
        phone.publish(there, NODE, "c1", contact("Juliet").replace("'Juliet'", "'Juliet Capulet'"));
        desk.sync(phone);
        retract(clear, NODE, "c1");
        desk.sync(phone);
        assertThat(book().list(AddressBook.Sort.NAME).get(0).contact().name()).contains("Juliet Capulet");
        assertThat(phone.member().device().book().contactCount()).isEqualTo(1);
    }

    @Test
    void whatACommandRemovedElsewhereAStaleClientBringsBackInItsPlace() throws Exception {
        Desk phone = new Desk(world, world.join(desk.member(), "phone"));
        desk.publish(clear, NODE, "c1", contact("Juliet"));
        desk.sync(phone);
        var device = phone.member().device();
        Outcome removed = new Planner(device.book(), device.privacy(), new Random(1)).remove(List.of("c1"));
        device.write(((Outcome.Plan) removed).writes());
        desk.sync(phone);
        assertCounts(16, 16, 0);
        desk.publish(clear, NODE, "c1", contact("Juliet"));
        assertCounts(16, 15, 1);
    }

    @Test
    void pagesOfOneAndOfTwentyVisitEveryItemOnce() throws Exception {
        for (int i = 0; i < 18; i++) {
            desk.publish(clear, NODE, "c" + i, contact("N" + i));
            desk.publish(clear, GROUPS, "g" + i, group("g" + i, "G" + i));
        }
        assertThat(paged(desk.owner(), NODE, 1)).hasSize(32).doesNotHaveDuplicates();
        assertThat(paged(desk.owner(), GROUPS, 20)).hasSize(32).doesNotHaveDuplicates();
        assertThat(paged(clear, NODE, 1)).hasSize(18).doesNotHaveDuplicates();
        assertThat(paged(desk.owner(), NODE, 7)).isEqualTo(desk.ids(desk.owner(), NODE));
        assertThat(paged(clear, GROUPS, 20)).hasSize(18).doesNotHaveDuplicates();
    }

    /** All ids, by result set management as Libervia asks: forward, from the last one's id. */
    private List<String> paged(Asker asker, String node, int max) throws Exception {
        List<String> all = new ArrayList<>();
        String after = "";
        while (true) {
            XmlElement reply = desk.ask(
                    asker,
                    "get",
                    NS + "<items node='" + node + "'/><set xmlns='http://jabber.org/protocol/rsm'><max>" + max
                            + "</max>" + after + "</set></pubsub>");
            List<String> page = Desk.items(reply).stream()
                    .map(item -> item.attribute("id").orElseThrow())
                    .toList();
            if (page.isEmpty()) {
                return all;
            }
            assertThat(page.size()).isLessThanOrEqualTo(max);
            all.addAll(page);
            after = "<after>" + all.get(all.size() - 1) + "</after>";
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverIsPublishedAndRetractedTheCountStaysAtAStep(long seed) throws Exception {
        Random random = new Random(seed);
        List<String> there = new ArrayList<>();
        int most = 0;
        for (int i = 0; i < 60; i++) {
            if (there.isEmpty() || random.nextInt(3) > 0) {
                String id = "c" + random.nextInt(40);
                desk.publish(clear, NODE, id, contact("N" + i));
                if (!there.contains(id)) {
                    there.add(id);
                }
            } else {
                retract(clear, NODE, there.remove(random.nextInt(there.size())));
            }
            most = Math.max(most, there.size());
            assertCounts(PrivacySteps.atLeast(most), PrivacySteps.atLeast(most) - there.size(), there.size());
        }
    }
}
