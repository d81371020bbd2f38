package im.kith.transport.xmpp;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.xml.XmlElement;
import im.kith.core.xml.XmlReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 6121 §4 and §8: stanzas between the account's resources, to the account, to its domain and to others. */
class RoutingTest extends InHouse {

    private static final String BARE = House.ACCOUNT;
    private static final String PING = "<ping xmlns='urn:xmpp:ping'/>";

    private Person available(String resource, int priority) throws Exception {
        Person person = house.bound(resource);
        person.say("<presence><priority>" + priority + "</priority></presence>");
        return person;
    }

    private static List<String> bodies(List<XmlElement> stanzas) {
        return stanzas.stream()
                .filter(stanza -> stanza.local().equals("message"))
                .map(stanza ->
                        stanza.first(Names.CLIENT, "body").map(XmlElement::text).orElse(Person.condition(stanza)))
                .toList();
    }

    @Test
    void resourcesSeeEachOtherComeAndGo() throws Exception {
        Person one = available("one", 0);
        assertThat(one.rest()).hasSize(1);
        Person two = available("two", 0);
        List<XmlElement> seen = two.rest();
        assertThat(seen.stream().map(stanza -> stanza.attribute("from").orElse("")))
                .containsExactly(BARE + "/two", BARE + "/one");
        assertThat(one.rest()).singleElement().satisfies(stanza -> {
            assertThat(stanza.attribute("from")).contains(BARE + "/two");
            assertThat(stanza.attribute("to")).contains(BARE + "/one");
        });
        two.stream.lost();
        assertThat(one.rest())
                .singleElement()
                .satisfies(stanza -> assertThat(stanza.attribute("type")).contains("unavailable"));
    }

    @Test
    void messagesToTheBareJidGoToTheHighestPriorityAndToNobodyBelowZero() throws Exception {
        Person low = available("low", 0);
        Person high = available("high", 5);
        Person negative = available("negative", -1);
        low.say("<message to='" + BARE + "' type='chat'><body>hello</body></message>");
        low.say("<message type='headline'><body>news</body></message>");
        assertThat(bodies(high.rest())).containsExactly("hello", "news");
        assertThat(bodies(low.rest())).containsExactly("news");
        assertThat(bodies(negative.rest())).isEmpty();
    }

    @Test
    void messagesToAFullJidGoThereAvailableOrNotAndElseToTheBareJid() throws Exception {
        Person one = available("one", 0);
        Person quiet = house.bound("quiet");
        one.say("<message to='" + BARE + "/quiet'><body>there</body></message>");
        one.say("<message to='" + BARE + "/gone'><body>nobody</body></message>");
        one.say("<message to='" + BARE + "/gone' type='groupchat'><body>room</body></message>");
        assertThat(bodies(quiet.rest())).containsExactly("there");
        assertThat(bodies(one.rest())).containsExactly("nobody", "service-unavailable");
    }

    @Test
    void whereNobodyTakesMessagesTheyComeBackUnlessTheyAreErrors() throws Exception {
        Person quiet = house.bound("quiet");
        quiet.say("<message to='" + BARE + "'><body>x</body></message>");
        quiet.say("<message to='" + BARE + "' type='error'><body>x</body></message>");
        assertThat(bodies(quiet.rest())).containsExactly("service-unavailable");
    }

    @Test
    void anOpenPgpMessageToTheAccountIsTakenByTheAccountItself() throws Exception {
        Person quiet = house.bound("quiet");
        quiet.say("<message to='" + BARE + "'><openpgp xmlns='urn:xmpp:openpgp:0'>AAAA</openpgp></message>");
        assertThat(quiet.rest()).isEmpty();
    }

    @Test
    void requestsBetweenResourcesAreStampedAndAnswered() throws Exception {
        Person one = house.bound("one");
        Person two = house.bound("two");
        one.say("<iq type='get' id='v' from='" + BARE + "' to='" + BARE + "/two'><x xmlns='urn:x'/></iq>");
        XmlElement request = two.hear();
        assertThat(request.attribute("from")).contains(BARE + "/one");
        two.say("<iq type='result' id='v' to='" + BARE + "/one'/>");
        assertThat(one.hear().attribute("from")).contains(BARE + "/two");
        assertThat(Person.condition(one.ask("get", BARE + "/nobody", PING))).isEqualTo("service-unavailable");
    }

    @Test
    void whatClientsAskForWhenTheyLogInIsAnswered() throws Exception {
        Person person = house.bound("one");
        XmlElement roster = person.ask("get", "", "<query xmlns='jabber:iq:roster'/>");
        assertThat(roster.elements())
                .singleElement()
                .satisfies(query -> assertThat(query.children()).isEmpty());
        assertThat(Person.condition(person.ask("get", "", PING))).isEqualTo("none");
        assertThat(Person.condition(person.ask("get", "capulet.example", PING))).isEqualTo("none");
        assertThat(Person.condition(person.ask("set", "", "<enable xmlns='urn:xmpp:carbons:2'/>")))
                .isEqualTo("none");
        assertThat(Person.condition(person.ask("set", "", "<session xmlns='urn:ietf:params:xml:ns:xmpp-session'/>")))
                .isEqualTo("none");
        XmlElement disco = person.ask("get", "capulet.example", "<query xmlns='" + Names.DISCO_INFO + "'/>");
        assertThat(disco.toXml()).contains("server", "pep", Names.CARBONS);
        assertThat(Person.condition(person.ask("get", "capulet.example", "<query xmlns='" + Names.DISCO_ITEMS + "'/>")))
                .isEqualTo("none");
        XmlElement account = person.ask("get", BARE, "<query xmlns='" + Names.DISCO_INFO + "'/>");
        assertThat(account.toXml()).contains("type='pep'");
    }

    @Test
    void whatIsNotServedIsRefusedCleanly() throws Exception {
        Person person = house.bound("one");
        assertThat(Person.condition(person.ask("set", "", "<query xmlns='jabber:iq:roster'><item jid='a@b'/></query>")))
                .isEqualTo("feature-not-implemented");
        for (String child : List.of("<blocklist xmlns='urn:xmpp:blocking'/>", "<query xmlns='urn:xmpp:mam:2'/>")) {
            assertThat(Person.condition(person.ask("get", "", child))).as(child).isEqualTo("service-unavailable");
        }
        assertThat(Person.condition(person.ask("get", "", "<vCard xmlns='vcard-temp'/>")))
                .isEqualTo("item-not-found");
        assertThat(Person.condition(person.ask("get", "a@@b", PING))).isEqualTo("jid-malformed");
        assertThat(Person.condition(person.ask("get", "", ""))).isEqualTo("bad-request");
    }

    @Test
    void privateStorageKeepsWhatIsPutIntoIt() throws Exception {
        String query = "<query xmlns='jabber:iq:private'>%s</query>";
        String empty = String.format(query, "<storage xmlns='storage:rosternotes'/>");
        String notes =
                String.format(query, "<storage xmlns='storage:rosternotes'><note jid='a@b.example'>x</note></storage>");
        Person one = house.bound("one");
        assertThat(one.ask("get", "", empty).toXml()).contains(empty);
        assertThat(Person.condition(one.ask("set", "", notes))).isEqualTo("none");
        Person two = house.bound("two");
        assertThat(two.ask("get", "", empty).toXml()).contains(notes);
        assertThat(Person.condition(two.ask("get", "", String.format(query, ""))))
                .isEqualTo("bad-request");
        assertThat(two.ask("get", "", "<query xmlns='" + Names.DISCO_ITEMS + "'/>")
                        .toXml())
                .doesNotContain("private");
    }

    private static final String ROOMS =
            "<query xmlns='jabber:iq:private'><storage xmlns='storage:bookmarks'>%s</storage></query>";

    @Test
    void roomsOfOlderAndOfNewerClientsAreTheSame() throws Exception {
        Person older = house.bound("older");
        Person newer = house.bound("newer");
        String play =
                "<conference jid='theplay@rooms.example' name='The Play' autojoin='true'><nick>JC</nick></conference>";
        String url = "<url name='Complete Works' url='http://the-tech.mit.edu/Shakespeare/'/>";
        assertThat(Person.condition(older.ask("set", "", String.format(ROOMS, play + url))))
                .isEqualTo("none");
        assertThat(rooms(newer))
                .contains("<item id='theplay@rooms.example'><conference xmlns='urn:xmpp:bookmarks:1' autojoin='true' "
                        + "name='The Play'><nick>JC</nick></conference></item>");
        publish(
                newer,
                Bookmarks.NODE,
                "theplay@rooms.example",
                "<conference xmlns='urn:xmpp:bookmarks:1' name='The Play' autojoin='1'><nick>Juliet</nick>"
                        + "<extensions><x xmlns='urn:x'/></extensions></conference>");
        String shown = older.ask("get", "", String.format(ROOMS, "")).toXml();
        assertThat(shown)
                .contains("<conference autojoin='true' jid='theplay@rooms.example' name='The Play'><nick>Juliet</nick>")
                .contains(url)
                .doesNotContain("urn:x");
        publish(newer, Bookmarks.NODE, "orchard@rooms.example", "<conference xmlns='urn:xmpp:bookmarks:1'/>");
        // the older one has not been shown the orchard, so that it stays
        String renamed = "<conference jid='theplay@rooms.example' name='Plays'/>";
        assertThat(Person.condition(older.ask("set", "", String.format(ROOMS, renamed))))
                .isEqualTo("none");
        assertThat(rooms(newer))
                .contains("autojoin='false' name='Plays'><extensions><x xmlns='urn:x'/></extensions>")
                .contains("orchard@rooms.example");
        assertThat(older.ask("get", "", String.format(ROOMS, "")).toXml()).contains("orchard@rooms.example");
        assertThat(Person.condition(older.ask("set", "", String.format(ROOMS, ""))))
                .isEqualTo("none");
        assertThat(rooms(newer)).doesNotContain("rooms.example");
    }

    private static String rooms(Person person) throws Exception {
        return person.ask(
                        "get",
                        "",
                        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='urn:xmpp:bookmarks:1'/></pubsub>")
                .toXml();
    }

    @Test
    void theAvatarIsInTheVcard() throws Exception {
        Person person = house.bound("one");
        publish(person, Names.AVATAR_DATA, "abc", "<data xmlns='urn:xmpp:avatar:data'>cG5n</data>");
        publish(
                person,
                Names.AVATAR_METADATA,
                "abc",
                "<metadata xmlns='urn:xmpp:avatar:metadata'><info id='abc' type='image/png' bytes='3'/></metadata>");
        assertThat(person.ask("get", "", "<vCard xmlns='vcard-temp'/>").toXml())
                .contains("<PHOTO><TYPE>image/png</TYPE><BINVAL>cG5n</BINVAL></PHOTO>");
    }

    private static void publish(Person person, String node, String id, String payload) throws Exception {
        assertThat(Person.condition(person.ask(
                        "set",
                        "",
                        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='" + node + "'><item id='" + id
                                + "'>" + payload + "</item></publish></pubsub>")))
                .isEqualTo("none");
    }

    @Test
    void aStanzaInTheNameOfSomebodyElseEndsTheStream() throws Exception {
        for (String from : List.of("romeo@montague.example", BARE + "/two", "capulet.example", "@")) {
            Person person = house.bound("one");
            person.say("<message from='" + from + "' to='" + BARE + "'/>");
            assertThat(person.error()).as(from).isEqualTo("invalid-from");
        }
        assertThat(house.resources.all()).isEmpty();
    }

    @Test
    void othersGetStanzasIfTheyAreInReachAndTheSenderAnErrorIfNot() throws Exception {
        Person person = available("one", 0);
        assertThat(Person.condition(person.ask("get", "romeo@montague.example", PING)))
                .isEqualTo("service-unavailable");
        person.say("<message to='romeo@montague.example'><body>x</body></message>");
        person.say("<presence to='romeo@montague.example'/>");
        assertThat(bodies(person.rest())).containsExactly("service-unavailable");
        List<XmlElement> taken = new ArrayList<>();
        house.router.others(taken::add);
        person.say("<message to='romeo@montague.example'><body>x</body></message>");
        assertThat(person.rest()).isEmpty();
        assertThat(taken)
                .singleElement()
                .satisfies(stanza -> assertThat(stanza.attribute("from")).contains(BARE + "/one"));
        XmlElement answer = XmlReader.read("<message xmlns='jabber:client' from='romeo@montague.example/x' to='" + BARE
                + "'><body>soft</body></message>");
        assertThat(house.router.incoming(answer)).isTrue();
        assertThat(bodies(person.rest())).containsExactly("soft");
    }

    @Test
    void aStanzaThatIsTooLargeIsRefusedAndTheStreamGoesOn() throws Exception {
        Person person = house.bound("one");
        person.stream.take(new im.kith.core.xml.StreamPiece.TooLarge(
                XmlReader.read("<iq xmlns='jabber:client' type='set' id='big'/>")));
        assertThat(Person.condition(person.hear())).isEqualTo("policy-violation");
        assertThat(Person.condition(person.ask("get", "", PING))).isEqualTo("none");
    }
}
