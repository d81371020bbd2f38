package im.kith.core.pep;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.device.DeviceWorld;
import im.kith.core.xml.XmlElement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules of XEP-0060 and XEP-0163 that clients seldom meet. */
class PepRulesTest {

    private static final String NODE = "http://jabber.org/protocol/tune";
    private static final String TUNE = "<tune xmlns='http://jabber.org/protocol/tune'><title>Lark</title></tune>";
    private static final String NS = "<pubsub xmlns='" + Desk.PUBSUB + "'>";
    private static final String OWNER = "<pubsub xmlns='" + Desk.PUBSUB + "#owner'>";

    private final DeviceWorld world = new DeviceWorld();
    private final Desk desk;

    PepRulesTest() throws Exception {
        desk = new Desk(world, world.found("laptop"));
    }

    private void create(String... fields) throws Exception {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            form.append("<field var='pubsub#" + fields[i] + "'><value>" + fields[i + 1] + "</value></field>");
        }
        XmlElement reply = desk.ask(
                "set",
                NS + "<create node='" + NODE + "'/><configure><x xmlns='jabber:x:data' type='submit'>" + form
                        + "</x></configure></pubsub>");
        assertThat(reply.attribute("type")).contains("result");
    }

    private XmlElement publish(String... items) throws Exception {
        return desk.ask("set", NS + "<publish node='" + NODE + "'>" + String.join("", items) + "</publish></pubsub>");
    }

    @Test
    void aBatchThatTheNodeCannotKeepIsRefusedAsAWhole() throws Exception {
        create("max_items", "2");
        String item = "<item>" + TUNE + "</item>";
        assertThat(Desk.error(publish(item, item, item))).containsExactly("not-allowed", "max-items-exceeded");
        assertThat(desk.ids(desk.owner(), NODE)).isEmpty();
        publish(item, item);
        assertThat(desk.ids(desk.owner(), NODE)).hasSize(2);
        publish(item, item);
        assertThat(desk.ids(desk.owner(), NODE)).hasSize(2);
    }

    @Test
    void ofABatchWithOneBadItemNothingIsPublished() throws Exception {
        create("max_items", "max");
        assertThat(Desk.error(publish("<item id='a'>" + TUNE + "</item>", "<item id='b'/>")))
                .containsExactly("bad-request", "payload-required");
        assertThat(desk.ids(desk.owner(), NODE)).isEmpty();
    }

    @Test
    void aNodeThatStoresNothingHasNothingToFetchRetractOrEmpty() throws Exception {
        create("persist_items", "false");
        for (XmlElement reply : List.of(
                desk.ask("get", NS + "<items node='" + NODE + "'/></pubsub>"),
                desk.ask("set", NS + "<retract node='" + NODE + "'><item id='a'/></retract></pubsub>"),
                desk.ask("set", OWNER + "<purge node='" + NODE + "'/></pubsub>"))) {
            assertThat(Desk.error(reply)).containsExactly("feature-not-implemented", "unsupported");
            assertThat(reply.toXml()).contains("feature='persistent-items'");
        }
    }

    @Test
    void aNodeThatOnlyTellsTakesNoItem() throws Exception {
        create("persist_items", "false", "deliver_payloads", "false");
        assertThat(Desk.error(publish("<item>" + TUNE + "</item>"))).containsExactly("bad-request", "item-forbidden");
        assertThat(publish().attribute("type")).contains("result");
    }

    @Test
    void everyNotificationHasAnIdOfItsOwn() throws Exception {
        Asker second = desk.resource("phone", false);
        desk.listen(desk.owner(), NODE);
        desk.listen(second, NODE);
        desk.publish(NODE, "a", TUNE);
        desk.publish(NODE, "b", TUNE);
        Stream<Optional<String>> ids = desk.sent.stream().map(message -> message.attribute("id"));
        assertThat(ids.toList()).hasSize(4).allMatch(Optional::isPresent).doesNotHaveDuplicates();
    }

    @Test
    void nobodyUnsubscribesAnother() throws Exception {
        desk.publish(NODE, "a", TUNE);
        String other = "' jid='romeo@montague.lit'/></pubsub>";
        assertThat(Desk.error(desk.ask("set", NS + "<unsubscribe node='" + NODE + other)))
                .containsExactly("forbidden");
        assertThat(Desk.error(desk.ask("set", NS + "<subscribe node='" + NODE + other)))
                .containsExactly("bad-request", "invalid-jid");
    }

    @Test
    void itIsSaidThatTheAccountItselfIsThePubsubService() throws Exception {
        String info = desk.ask("get", "<query xmlns='http://jabber.org/protocol/disco#info'/>")
                .toXml();
        for (String feature : List.of(
                "pubsub-on-a-jid",
                "auto-create",
                "auto-subscribe",
                "filtered-notifications",
                "last-published",
                "persistent-items",
                "publish-options",
                "rsm")) {
            assertThat(info).contains("'" + Desk.PUBSUB + "#" + feature + "'");
        }
    }

    @Test
    void everyAccessModelIsKeptAndClosesTheNodeToOthersButOpen() throws Exception {
        for (String model : List.of("presence", "roster", "authorize", "whitelist", "open")) {
            String form = "<x xmlns='jabber:x:data' type='submit'><field var='pubsub#access_model'><value>" + model
                    + "</value></field><field var='pubsub#type'><value>urn:x:" + model + "</value></field></x>";
            if (model.equals("presence")) {
                create("access_model", "presence", "type", "urn:x:presence");
                desk.publish(NODE, "a", TUNE);
            } else {
                desk.ask("set", OWNER + "<configure node='" + NODE + "'>" + form + "</configure></pubsub>");
            }
            assertThat(desk.ask("get", "<query xmlns='http://jabber.org/protocol/disco#info' node='" + NODE + "'/>")
                            .toXml())
                    .contains("<value>" + model + "</value>", "<value>urn:x:" + model + "</value>");
            XmlElement asked = desk.ask(Desk.stranger(), "get", NS + "<items node='" + NODE + "'/></pubsub>");
            assertThat(asked.attribute("type")).contains(model.equals("open") ? "result" : "error");
            XmlElement nodes =
                    desk.ask(Desk.stranger(), "get", "<query xmlns='http://jabber.org/protocol/disco#items'/>");
            assertThat(nodes.toXml().contains("'" + NODE + "'")).isEqualTo(model.equals("open"));
        }
    }
}
