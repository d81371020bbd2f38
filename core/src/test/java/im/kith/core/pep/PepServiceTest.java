package im.kith.core.pep;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.contacts.ContactsXml;
import im.kith.core.device.DeviceWorld;
import im.kith.core.xml.XmlElement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The service answers as XEP-0060, XEP-0163 and XEP-0223 say. */
class PepServiceTest {

    private static final String NODE = "urn:xmpp:bookmarks:1";
    private static final String MOOD = "<mood xmlns='http://jabber.org/protocol/mood'><annoyed/></mood>";
    private static final String NS = "<pubsub xmlns='" + Desk.PUBSUB + "'>";
    private static final String OWNER = "<pubsub xmlns='" + Desk.PUBSUB + "#owner'>";

    private final DeviceWorld world = new DeviceWorld();
    private final Desk desk = desk();

    private Desk desk() {
        try {
            return new Desk(world, world.found("laptop"));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String options(String... fields) {
        StringBuilder form = new StringBuilder(
                "<publish-options><x xmlns='jabber:x:data' type='submit'>"
                        + "<field var='FORM_TYPE' type='hidden'><value>http://jabber.org/protocol/pubsub#publish-options</value></field>");
        for (int i = 0; i < fields.length; i += 2) {
            form.append("<field var='pubsub#")
                    .append(fields[i])
                    .append("'><value>")
                    .append(fields[i + 1])
                    .append("</value></field>");
        }
        return form + "</x></publish-options>";
    }

    private XmlElement publishWith(String id, String options) throws Exception {
        return desk.ask(
                "set",
                NS + "<publish node='" + NODE + "'><item id='" + id + "'>" + MOOD + "</item></publish>" + options
                        + "</pubsub>");
    }

    private void keepAll(String node) throws Exception {
        desk.ask(
                "set",
                NS + "<create node='" + node + "'/><configure><x xmlns='jabber:x:data'>"
                        + "<field var='pubsub#max_items'><value>max</value></field></x></configure></pubsub>");
    }

    @Test
    void publishMakesTheNodeAndSaysTheId() throws Exception {
        XmlElement reply = desk.publish(NODE, "a", MOOD);
        assertThat(reply.attribute("type")).contains("result");
        assertThat(reply.toXml()).contains("<publish node='" + NODE + "'><item id='a'/></publish>");
        assertThat(desk.ids(desk.owner(), NODE)).containsExactly("a");
    }

    @Test
    void publishWithoutAnIdMakesOne() throws Exception {
        XmlElement reply =
                desk.ask("set", NS + "<publish node='" + NODE + "'><item>" + MOOD + "</item></publish></pubsub>");
        assertThat(reply.toXml()).contains(desk.ids(desk.owner(), NODE).get(0));
    }

    @Test
    void aNodeMadeByPublishingKeepsOneItemAsOnAServer() throws Exception {
        desk.publish(NODE, "a", MOOD);
        desk.publish(NODE, "b", MOOD);
        assertThat(desk.ids(desk.owner(), NODE)).containsExactly("b");
    }

    @Test
    void publishOptionsConfigureANewNodeAndAreConditionsOfAnExistingOne() throws Exception {
        publishWith("a", options("max_items", "max", "access_model", "whitelist", "persist_items", "1"));
        publishWith("b", options("max_items", "max", "persist_items", "true"));
        assertThat(desk.ids(desk.owner(), NODE)).containsExactly("a", "b");
        XmlElement refused = publishWith("c", options("access_model", "open"));
        assertThat(Desk.error(refused)).containsExactly("conflict", "precondition-not-met");
        assertThat(Desk.error(publishWith("c", options("no_such_field", "1"))))
                .containsExactly("conflict", "precondition-not-met");
        assertThat(desk.ids(desk.owner(), NODE)).containsExactly("a", "b");
    }

    @Test
    void severalItemsAreTakenAtOnce() throws Exception {
        keepAll(NODE);
        XmlElement reply = desk.ask(
                "set",
                NS + "<publish node='" + NODE + "'><item id='a'>" + MOOD + "</item><item id='b'>" + MOOD
                        + "</item></publish></pubsub>");
        assertThat(reply.attribute("type")).contains("result");
        assertThat(desk.ids(desk.owner(), NODE)).containsExactly("a", "b");
    }

    @Test
    void brokenPublicationsGetTheErrorsOfTheSpecification() throws Exception {
        assertThat(Desk.error(desk.ask("set", NS + "<publish><item>" + MOOD + "</item></publish></pubsub>")))
                .containsExactly("bad-request", "nodeid-required");
        assertThat(Desk.error(desk.ask("set", NS + "<publish node='n'/></pubsub>")))
                .containsExactly("bad-request", "item-required");
        assertThat(Desk.error(desk.ask("set", NS + "<publish node='n'><item id='a'/></publish></pubsub>")))
                .containsExactly("bad-request", "payload-required");
        assertThat(Desk.error(desk.publish("n", "a", MOOD + MOOD))).containsExactly("bad-request", "invalid-payload");
        String large = "<x xmlns='urn:x'>" + "y".repeat(ConfigField.PAYLOAD) + "</x>";
        assertThat(Desk.error(desk.publish("n", "a", large))).containsExactly("not-acceptable", "payload-too-big");
        assertThat(desk.ask("get", "<query xmlns='http://jabber.org/protocol/disco#items'/>")
                        .toXml())
                .doesNotContain("node='n'");
    }

    @Test
    void itemsCanBeHadAllOrTheNewestOrById() throws Exception {
        keepAll(NODE);
        for (String id : List.of("a", "b", "c")) {
            desk.publish(NODE, id, MOOD);
        }
        assertThat(desk.ids(desk.owner(), NODE)).containsExactly("a", "b", "c");
        XmlElement newest = desk.ask("get", NS + "<items node='" + NODE + "' max_items='2'/></pubsub>");
        assertThat(Desk.items(newest))
                .extracting(item -> item.attribute("id").orElseThrow())
                .containsExactly("b", "c");
        XmlElement some =
                desk.ask("get", NS + "<items node='" + NODE + "'><item id='c'/><item id='x'/></items></pubsub>");
        assertThat(Desk.items(some))
                .extracting(item -> item.attribute("id").orElseThrow())
                .containsExactly("c");
        assertThat(Desk.error(desk.ask("get", NS + "<items node='nowhere'/></pubsub>")))
                .containsExactly("item-not-found");
    }

    @Test
    void pagesGoBothWays() throws Exception {
        keepAll(NODE);
        for (String id : List.of("a", "b", "c", "d", "e")) {
            desk.publish(NODE, id, MOOD);
        }
        assertThat(page("<max>2</max>")).containsExactly("a", "b");
        assertThat(page("<max>2</max><after>b</after>")).containsExactly("c", "d");
        assertThat(page("<max>2</max><after>d</after>")).containsExactly("e");
        assertThat(page("<max>2</max><before/>")).containsExactly("d", "e");
        assertThat(page("<max>2</max><before>d</before>")).containsExactly("b", "c");
        assertThat(page("<max>2</max><index>3</index>")).containsExactly("d", "e");
        assertThat(page("<max>0</max>")).isEmpty();
        XmlElement gone = desk.ask("get", paged("<after>x</after>"));
        assertThat(Desk.error(gone)).containsExactly("item-not-found");
    }

    private static String paged(String set) {
        return NS + "<items node='" + NODE + "'/><set xmlns='http://jabber.org/protocol/rsm'>" + set
                + "</set></pubsub>";
    }

    private List<String> page(String set) throws Exception {
        XmlElement reply = desk.ask("get", paged(set));
        assertThat(reply.toXml()).contains("<count>5</count>");
        return Desk.items(reply).stream()
                .map(item -> item.attribute("id").orElseThrow())
                .toList();
    }

    @Test
    void retractRemovesAndTellsIfAskedTo() throws Exception {
        desk.listen(desk.owner(), NODE);
        desk.publish(NODE, "a", MOOD);
        desk.sent.clear();
        XmlElement reply =
                desk.ask("set", NS + "<retract node='" + NODE + "' notify='true'><item id='a'/></retract></pubsub>");
        assertThat(reply.attribute("type")).contains("result");
        assertThat(desk.sent)
                .singleElement()
                .satisfies(message -> assertThat(message.toXml()).contains("<retract id='a'/>"));
        assertThat(Desk.error(desk.ask("set", NS + "<retract node='" + NODE + "'><item id='a'/></retract></pubsub>")))
                .containsExactly("item-not-found");
    }

    @Test
    void nodesAreCreatedConfiguredEmptiedAndDeleted() throws Exception {
        assertThat(desk.ask("set", NS + "<create node='n'/></pubsub>").attribute("type"))
                .contains("result");
        assertThat(Desk.error(desk.ask("set", NS + "<create node='n'/></pubsub>")))
                .containsExactly("conflict");
        assertThat(Desk.error(desk.ask("set", NS + "<create/></pubsub>")))
                .containsExactly("not-acceptable", "nodeid-required");
        desk.ask(
                "set",
                OWNER + "<configure node='n'><x xmlns='jabber:x:data' type='submit'>"
                        + "<field var='pubsub#title'><value>Notes</value></field></x></configure></pubsub>");
        assertThat(desk.ask("get", OWNER + "<configure node='n'/></pubsub>").toXml())
                .contains("<value>Notes</value>");
        desk.publish("n", "a", MOOD);
        desk.ask("set", OWNER + "<purge node='n'/></pubsub>");
        assertThat(desk.ids(desk.owner(), "n")).isEmpty();
        desk.ask("set", OWNER + "<delete node='n'/></pubsub>");
        assertThat(Desk.error(desk.ask("get", OWNER + "<configure node='n'/></pubsub>")))
                .containsExactly("item-not-found");
        assertThat(Desk.error(desk.ask("set", OWNER + "<delete node='n'/></pubsub>")))
                .containsExactly("item-not-found");
    }

    @Test
    void aConfigurationThatCannotBeIsRefusedAndChangesNothing() throws Exception {
        desk.ask("set", NS + "<create node='n'/></pubsub>");
        XmlElement reply = desk.ask(
                "set",
                OWNER + "<configure node='n'><x xmlns='jabber:x:data' type='submit'>"
                        + "<field var='pubsub#max_items'><value>-1</value></field></x></configure></pubsub>");
        assertThat(Desk.error(reply)).containsExactly("not-acceptable");
        assertThat(desk.ask("get", OWNER + "<default/></pubsub>").toXml()).contains("pubsub#max_items");
    }

    @Test
    void whoSaysNotifyHearsOfChangesOnceAndGetsTheLastItemWhenHeComes() throws Exception {
        desk.publish(NODE, "a", MOOD);
        Asker phone = desk.resource("phone", false);
        desk.listen(phone, NODE);
        assertThat(desk.sent).singleElement().satisfies(message -> {
            assertThat(message.attribute("to")).contains(phone.jid());
            assertThat(message.toXml()).contains("<item id='a' publisher='").contains("urn:xmpp:delay");
        });
        desk.sent.clear();
        desk.publish(NODE, "b", MOOD);
        assertThat(desk.sent)
                .singleElement()
                .satisfies(message ->
                        assertThat(message.toXml()).contains("<items node='" + NODE + "'><item id='b' publisher='"));
    }

    @Test
    void anotherDevicesPublicationIsTold() throws Exception {
        keepAll(NODE);
        desk.settle();
        Desk other = new Desk(world, world.join(desk.member(), "phone"));
        desk.sync(other);
        other.listen(other.owner(), NODE);
        desk.publish(NODE, "a", MOOD);
        desk.sync(other);
        assertThat(other.sent)
                .singleElement()
                .satisfies(message -> assertThat(message.toXml()).contains("<item id='a' publisher='"));
        other.sent.clear();
        desk.ask("set", NS + "<retract node='" + NODE + "'><item id='a'/></retract></pubsub>");
        desk.sync(other);
        assertThat(other.sent)
                .singleElement()
                .satisfies(message -> assertThat(message.toXml()).contains("<retract id='a'/>"));
    }

    @Test
    void strangersSeeOpenNodesAndChangeNothing() throws Exception {
        publishWith("a", options("access_model", "open"));
        desk.publish("urn:x:private", "a", MOOD);
        Asker romeo = Desk.stranger();
        assertThat(desk.ids(romeo, NODE)).containsExactly("a");
        assertThat(Desk.error(desk.ask(romeo, "get", NS + "<items node='urn:x:private'/></pubsub>")))
                .containsExactly("not-authorized", "presence-subscription-required");
        assertThat(Desk.error(
                        desk.ask(romeo, "get", NS + "<items node='" + ContactsXml.CONTACTS_NODE + "'/></pubsub>")))
                .containsExactly("not-allowed", "closed-node");
        assertThat(Desk.error(desk.publish(romeo, NODE, "b", MOOD))).containsExactly("forbidden");
        assertThat(Desk.error(desk.ask(romeo, "set", OWNER + "<delete node='" + NODE + "'/></pubsub>")))
                .containsExactly("forbidden");
        assertThat(desk.ask(romeo, "get", "<query xmlns='http://jabber.org/protocol/disco#items'/>")
                        .toXml())
                .contains(NODE)
                .doesNotContain("private")
                .doesNotContain(ContactsXml.CONTACTS_NODE);
    }

    @Test
    void kithsOwnNodesDoNotExist() throws Exception {
        assertThat(Desk.error(desk.publish("urn:kith:nodes", "a", MOOD))).containsExactly("not-allowed");
        assertThat(Desk.error(desk.ask("get", NS + "<items node='urn:kith:nodes'/></pubsub>")))
                .containsExactly("item-not-found");
    }

    @Test
    void itemsVanishWhenTheyExpire() throws Exception {
        publishWith("a", options("item_expire", "60"));
        assertThat(desk.ids(desk.owner(), NODE)).containsExactly("a");
        world.pass(Duration.ofMinutes(2));
        assertThat(desk.ids(desk.owner(), NODE)).isEmpty();
    }

    @Test
    void aNodeThatStoresNothingPassesItemsOn() throws Exception {
        desk.listen(desk.owner(), NODE);
        publishWith("a", options("persist_items", "false"));
        assertThat(Desk.error(desk.ask("get", NS + "<items node='" + NODE + "'/></pubsub>")))
                .containsExactly("feature-not-implemented", "unsupported");
        assertThat(desk.sent)
                .singleElement()
                .satisfies(message -> assertThat(message.toXml()).contains("<item id='a' publisher='"));
    }

    private static String contact(String name, String jid) {
        return "<contact xmlns='urn:xmpp:contacts:0' name='" + name + "'><identity type='jid'>" + jid
                + "</identity></contact>";
    }

    @Test
    void contactsAreEncryptedForSoftwareAndInTheClearWithTheSwitch() throws Exception {
        Asker clear = desk.resource("clear", true);
        desk.publish(clear, ContactsXml.CONTACTS_NODE, "c1", contact("Juliet", "juliet@example.org"));
        XmlElement shown = desk.ask(clear, "get", NS + "<items node='" + ContactsXml.CONTACTS_NODE + "'/></pubsub>");
        assertThat(shown.toXml()).contains("Juliet").doesNotContain("urn:kith");
        XmlElement hidden = desk.ask("get", NS + "<items node='" + ContactsXml.CONTACTS_NODE + "'/></pubsub>");
        assertThat(hidden.toXml()).doesNotContain("Juliet").contains("<encrypted ");
        String encrypted = Desk.items(hidden).get(0).elements().get(0).toXml();
        assertThat(desk.publish(ContactsXml.CONTACTS_NODE, "c1", encrypted).attribute("type"))
                .contains("result");
        assertThat(Desk.error(desk.publish(ContactsXml.CONTACTS_NODE, "c2", contact("Tybalt", "tybalt@example.org"))))
                .containsExactly("not-acceptable", "invalid-payload");
        String foreign = encrypted.replaceFirst("key='[^']*'", "key='none'");
        assertThat(Desk.error(desk.publish(ContactsXml.CONTACTS_NODE, "c2", foreign)))
                .containsExactly("not-acceptable", "invalid-payload");
    }

    @Test
    void aStaleClientLosesNobodysEdit() throws Exception {
        Asker stale = desk.resource("stale", true);
        Asker other = desk.resource("other", true);
        String node = ContactsXml.CONTACTS_NODE;
        desk.publish(stale, node, "c1", contact("Juliet", "juliet@example.org"));
        desk.ids(other, node);
        desk.publish(other, node, "c1", contact("Juliet Capulet", "juliet@example.org"));
        desk.publish(
                stale,
                node,
                "c1",
                "<contact xmlns='urn:xmpp:contacts:0' name='Juliet'><identity type='jid'>juliet@example.org</identity>"
                        + "<identity type='jid'>jc@example.net</identity></contact>");
        String shown = desk.ask(other, "get", NS + "<items node='" + node + "'/></pubsub>")
                .toXml();
        assertThat(shown).contains("Juliet Capulet").contains("jc@example.net");
        assertThat(desk.member().device().book().contactCount()).isEqualTo(1);
    }

    @Test
    void siblingsAreShownAsOneItemOfTheSameOctetsEveryTime() throws Exception {
        Asker one = desk.resource("one", true);
        Asker two = desk.resource("two", true);
        String node = ContactsXml.CONTACTS_NODE;
        desk.publish(one, node, "c1", contact("Juliet", "juliet@example.org"));
        desk.publish(two, node, "c1", contact("Juliet C", "jc@example.org"));
        String all = NS + "<items node='" + node + "'/></pubsub>";
        String first = desk.ask("get", all).toXml();
        assertThat(desk.ask("get", all).toXml()).isEqualTo(first);
        assertThat(desk.ids(one, node)).containsExactly("c1");
    }

    @Test
    void discoSaysWhatThereIs() throws Exception {
        XmlElement account = desk.ask("get", "<query xmlns='http://jabber.org/protocol/disco#info'/>");
        assertThat(account.toXml())
                .contains("<identity category='pubsub' type='pep'/>")
                .contains("http://jabber.org/protocol/pubsub#publish-options")
                .contains("http://jabber.org/protocol/pubsub#multi-items");
        XmlElement node = desk.ask(
                "get",
                "<query xmlns='http://jabber.org/protocol/disco#info' node='" + ContactsXml.CONTACTS_NODE + "'/>");
        assertThat(node.toXml()).contains("category='pubsub' type='leaf'").contains("urn:xmpp:openpgp:pubsub:0");
        assertThat(Desk.error(desk.ask("get", "<query xmlns='http://jabber.org/protocol/disco#info' node='nowhere'/>")))
                .containsExactly("item-not-found");
    }

    @Test
    void subscribingIsForOneselfAndBringsTheLastItem() throws Exception {
        desk.publish(NODE, "a", MOOD);
        String jid = desk.owner().jid();
        XmlElement reply = desk.ask("set", NS + "<subscribe node='" + NODE + "' jid='" + jid + "'/></pubsub>");
        assertThat(reply.toXml()).contains("subscription='subscribed'");
        assertThat(desk.sent).hasSize(1);
        assertThat(Desk.error(
                        desk.ask("set", NS + "<subscribe node='" + NODE + "' jid='romeo@montague.lit'/></pubsub>")))
                .containsExactly("bad-request", "invalid-jid");
        assertThat(desk.ask("get", NS + "<subscriptions/></pubsub>").toXml()).contains("node='" + NODE + "'");
        desk.ask("set", NS + "<unsubscribe node='" + NODE + "' jid='" + jid + "'/></pubsub>");
        assertThat(Desk.error(desk.ask("set", NS + "<unsubscribe node='" + NODE + "' jid='" + jid + "'/></pubsub>")))
                .containsExactly("unexpected-request", "not-subscribed");
    }
}
