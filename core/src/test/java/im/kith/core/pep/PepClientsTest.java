package im.kith.core.pep;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.device.DeviceWorld;
import im.kith.core.xml.XmlElement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What deployed clients do, with the publish-options that are usual among them, on two devices. */
class PepClientsTest {

    private static final String NS = "<pubsub xmlns='" + Desk.PUBSUB + "'>";
    private static final String OWNER = "<pubsub xmlns='" + Desk.PUBSUB + "#owner'>";
    private static final String BOOKMARKS = "urn:xmpp:bookmarks:1";
    private static final String AVATAR = "urn:xmpp:avatar:";
    private static final String OMEMO = "eu.siacs.conversations.axolotl.";
    private static final String OMEMO_2 = "urn:xmpp:omemo:2:";

    private final DeviceWorld world = new DeviceWorld();
    private final Desk laptop;
    private final Desk phone;

    PepClientsTest() throws Exception {
        laptop = new Desk(world, world.found("laptop"));
        phone = new Desk(world, world.join(laptop.member(), "phone"));
    }

    private static String form(String type, String... fields) {
        StringBuilder form = new StringBuilder("<x xmlns='jabber:x:data' type='submit'>"
                + "<field var='FORM_TYPE' type='hidden'><value>" + Desk.PUBSUB + "#" + type + "</value></field>");
        for (int i = 0; i < fields.length; i += 2) {
            form.append("<field var='pubsub#" + fields[i] + "'><value>" + fields[i + 1] + "</value></field>");
        }
        return form + "</x>";
    }

    private static XmlElement publish(Desk desk, String node, String id, String payload, String... options)
            throws Exception {
        return desk.ask(
                "set",
                NS + "<publish node='" + node + "'><item id='" + id + "'>" + payload + "</item></publish>"
                        + "<publish-options>" + form("publish-options", options) + "</publish-options></pubsub>");
    }

    private static void assertDone(XmlElement reply) {
        assertThat(reply.attribute("type")).as(reply.toXml()).contains("result");
    }

    private static XmlElement items(Desk desk, Asker asker, String node) throws Exception {
        return desk.ask(asker, "get", NS + "<items node='" + node + "'/></pubsub>");
    }

    private static String bookmark(String name) {
        return "<conference xmlns='urn:xmpp:bookmarks:1' name='" + name
                + "' autojoin='true'><nick>JC</nick><extensions><state xmlns='http://myclient.example/bookmark/state'"
                + " minimized='true'/></extensions></conference>";
    }

    private XmlElement publishBookmark(Desk desk, String room, String name) throws Exception {
        return publish(
                desk,
                BOOKMARKS,
                room,
                bookmark(name),
                "persist_items",
                "true",
                "max_items",
                "max",
                "send_last_published_item",
                "never",
                "access_model",
                "whitelist");
    }

    /** XEP-0402 §3. */
    @Test
    void bookmarksAreAddedChangedAndRemovedOnEitherDevice() throws Exception {
        assertDone(publishBookmark(laptop, "theplay@conference.shakespeare.lit", "The Play"));
        assertDone(publishBookmark(laptop, "orchard@conference.shakespeare.lit", "The Orcard"));
        laptop.sync(phone);
        assertThat(items(phone, phone.owner(), BOOKMARKS).toXml())
                .contains("The Play", "The Orcard", "<nick>JC</nick>", "minimized='true'");
        phone.listen(phone.owner(), BOOKMARKS);
        laptop.listen(laptop.owner(), BOOKMARKS);
        assertThat(phone.sent).as("never sends the last one").isEmpty();
        assertDone(publishBookmark(phone, "orchard@conference.shakespeare.lit", "The Orchard"));
        laptop.sync(phone);
        assertThat(laptop.sent)
                .singleElement()
                .extracting(XmlElement::toXml)
                .asString()
                .contains("The Orchard");
        laptop.sent.clear();
        assertDone(phone.ask(
                "set",
                NS + "<retract node='" + BOOKMARKS
                        + "' notify='true'><item id='theplay@conference.shakespeare.lit'/></retract></pubsub>"));
        laptop.sync(phone);
        assertThat(laptop.sent)
                .singleElement()
                .extracting(XmlElement::toXml)
                .asString()
                .contains("<retract id='theplay@");
        assertThat(laptop.ids(laptop.owner(), BOOKMARKS)).containsExactly("orchard@conference.shakespeare.lit");
        assertThat(Desk.error(items(laptop, Desk.stranger(), BOOKMARKS))).containsExactly("not-allowed", "closed-node");
    }

    /** XEP-0084 §3; the access model is what clients take for public avatars. */
    @Test
    void anAvatarIsFetchedByItsHashAndItsMetadataComesWithPresence() throws Exception {
        String data = "<data xmlns='urn:xmpp:avatar:data'>" + "QUJD".repeat(15_000) + "</data>";
        String hash = "111f4b3c50d7b0df729d299bc6f8e9ef9066971f";
        String metadata = "<metadata xmlns='urn:xmpp:avatar:metadata'><info bytes='45000' id='" + hash
                + "' height='64' type='image/png' width='64'/></metadata>";
        assertDone(publish(laptop, AVATAR + "data", hash, data, "access_model", "open"));
        assertDone(publish(laptop, AVATAR + "metadata", hash, metadata, "access_model", "open"));
        laptop.sync(phone);
        phone.listen(phone.owner(), AVATAR + "metadata");
        assertThat(phone.sent)
                .singleElement()
                .extracting(XmlElement::toXml)
                .asString()
                .contains(hash, "urn:xmpp:delay");
        XmlElement fetched = phone.ask(
                Desk.stranger(),
                "get",
                NS + "<items node='" + AVATAR + "data'><item id='" + hash + "'/></items></pubsub>");
        assertThat(Desk.items(fetched))
                .singleElement()
                .extracting(XmlElement::toXml)
                .asString()
                .contains(data);
        phone.sent.clear();
        assertDone(publish(laptop, AVATAR + "metadata", "none", "<metadata xmlns='urn:xmpp:avatar:metadata'/>"));
        laptop.sync(phone);
        assertThat(phone.sent)
                .singleElement()
                .extracting(XmlElement::toXml)
                .asString()
                .contains("<metadata xmlns='urn:xmpp:avatar:metadata'/>");
        assertThat(phone.ids(phone.owner(), AVATAR + "metadata")).containsExactly("none");
    }

    /** XEP-0384 0.3, as Conversations and its descendants do it: when the node is closed they open it and publish again. */
    @Test
    void aDeviceListThatIsClosedIsOpenedByTheClientAndPublishedAgain() throws Exception {
        String list = "<list xmlns='eu.siacs.conversations.axolotl'><device id='31415'/></list>";
        laptop.publish(OMEMO + "devicelist", "current", list);
        XmlElement refused =
                publish(laptop, OMEMO + "devicelist", "current", list, "persist_items", "true", "access_model", "open");
        assertThat(Desk.error(refused)).containsExactly("conflict", "precondition-not-met");
        XmlElement form = laptop.ask("get", OWNER + "<configure node='" + OMEMO + "devicelist'/></pubsub>");
        assertThat(form.toXml()).contains("type='list-single' var='pubsub#access_model'");
        assertDone(laptop.ask(
                "set",
                OWNER + "<configure node='" + OMEMO + "devicelist'>"
                        + form("node_config", "access_model", "open", "persist_items", "true")
                        + "</configure></pubsub>"));
        assertDone(publish(
                laptop, OMEMO + "devicelist", "current", list, "persist_items", "true", "access_model", "open"));
        laptop.sync(phone);
        assertThat(items(phone, Desk.stranger(), OMEMO + "devicelist").toXml()).contains("31415");
    }

    /** XEP-0384 0.8 §5.3: one bundle an item, as many as there are devices. */
    @Test
    void bundlesAreKeptOneForEachDevice() throws Exception {
        String devices = "<devices xmlns='urn:xmpp:omemo:2'><device id='1'/><device id='2' label='x'/></devices>";
        String bundle =
                "<bundle xmlns='urn:xmpp:omemo:2'><spk id='0'>AAAA</spk><prekeys><pk id='0'>BBBB</pk></prekeys></bundle>";
        assertDone(publish(laptop, OMEMO_2 + "devices", "current", devices, "access_model", "open"));
        assertDone(publish(laptop, OMEMO_2 + "bundles", "1", bundle, "max_items", "max", "access_model", "open"));
        laptop.sync(phone);
        assertDone(publish(phone, OMEMO_2 + "bundles", "2", bundle, "max_items", "max", "access_model", "open"));
        laptop.sync(phone);
        for (Desk desk : List.of(laptop, phone)) {
            assertThat(desk.ids(Desk.stranger(), OMEMO_2 + "bundles")).containsExactly("1", "2");
            assertThat(desk.ids(Desk.stranger(), OMEMO_2 + "devices")).containsExactly("current");
        }
    }

    /** Two clients that write one list at once: the last one stands, on both devices the same one. */
    @Test
    void ofTwoListsPublishedApartOneStandsOnBothDevices() throws Exception {
        for (Desk desk : List.of(laptop, phone)) {
            publish(
                    desk,
                    OMEMO + "devicelist",
                    "current",
                    "<list xmlns='eu.siacs.conversations.axolotl'><device id='" + (desk == laptop ? 1 : 2)
                            + "'/></list>",
                    "access_model",
                    "open");
        }
        laptop.sync(phone);
        String there = items(laptop, laptop.owner(), OMEMO + "devicelist").toXml();
        assertThat(items(phone, phone.owner(), OMEMO + "devicelist")
                        .elements()
                        .get(0)
                        .toXml())
                .isEqualTo(Desk.read(there).elements().get(0).toXml());
    }

    /** XEP-0049 went this way: XEP-0223 §3. */
    @Test
    void privateDataIsForTheOwnerAloneAndTheLastOneIsThereOnRequest() throws Exception {
        String data =
                "<storage xmlns='storage:bookmarks'><conference jid='theplay@conference.shakespeare.lit'/></storage>";
        assertDone(publish(
                laptop, "storage:bookmarks", "current", data, "persist_items", "true", "access_model", "whitelist"));
        laptop.sync(phone);
        assertThat(items(phone, phone.owner(), "storage:bookmarks").toXml()).contains("theplay@");
        assertThat(items(phone, Desk.stranger(), "storage:bookmarks").toXml()).doesNotContain("theplay@");
    }
}
