package im.kith.transport.linklocal;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.xml.StreamPiece;
import im.kith.core.xml.XmlElement;
import im.kith.core.xml.XmlReader;
import im.kith.transport.linklocal.Street.Cable;
import im.kith.transport.linklocal.Street.House;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Neighbours that talk, and one that lies. */
class SwitchboardTest {

    private static final String JULIET = "juliet@capulet.example";

    private final Street street = new Street();
    private House juliet;
    private House romeo;
    private House tybalt;

    @BeforeEach
    void neighbours() throws Exception {
        juliet = street.house("juliet@pronto", 1, JULIET, Optional.empty());
        romeo = street.house("romeo@forza", 2, Street.key(2).xid().jid(), Optional.of(Street.key(2)));
        tybalt = street.house("tybalt@rapier", 3, Street.key(3).xid().jid(), Optional.of(Street.key(3)));
        tybalt.txt.clear();
        street.announce();
    }

    private static String message(String to, String body) {
        return "<message xmlns='jabber:client' type='chat' id='m1' from='" + JULIET + "/balcony' to='" + to + "'><body>"
                + body + "</body></message>";
    }

    @Test
    void everybodysPresenceIsTold() {
        assertThat(juliet.delivered)
                .extracting(presence -> presence.attribute("from").orElse(""))
                .containsExactlyInAnyOrder("romeo@forza", "tybalt@rapier");
    }

    @Test
    void aMessageGetsToTheOthersSoftwareWithoutTheResourceOfTheSender() throws Exception {
        juliet.sends(message("tybalt@rapier", "Peace"));
        assertThat(tybalt.got())
                .containsExactly("<message xmlns='jabber:client' from='juliet@pronto' id='m1' to='"
                        + Street.key(3).xid().jid() + "' type='chat'><body>Peace</body></message>");
        assertThat(juliet.wire).noneMatch(text -> text.contains("balcony") || text.contains("capulet.example"));
    }

    @Test
    void theStreamThatOneSideOpenedServesBoth() throws Exception {
        juliet.sends(message("tybalt@rapier", "Peace"));
        tybalt.sends("<message xmlns='jabber:client' from='" + tybalt.account
                + "/x' to='juliet@pronto'><body>I hate the word</body></message>");
        assertThat(juliet.got()).hasSize(1);
        assertThat(juliet.got().get(0)).contains("from='tybalt@rapier'").contains("to='" + JULIET + "'");
    }

    @Test
    void theAnswerToARequestGoesToTheResourceThatAskedUnderItsOwnId() throws Exception {
        juliet.sends("<iq xmlns='jabber:client' type='get' id='p' from='" + JULIET
                + "/balcony' to='tybalt@rapier'><ping xmlns='urn:xmpp:ping'/></iq>");
        assertThat(juliet.got())
                .containsExactly("<iq xmlns='jabber:client' from='tybalt@rapier' id='p' to='" + JULIET
                        + "/balcony' type='result'/>");
    }

    @Test
    void anAnswerThatNobodyAskedForIsDropped() throws Exception {
        Cable line = dialledBy(tybalt);
        line.send(XmlReader.read("<iq xmlns='jabber:client' type='result' id='kith-0' to='" + JULIET
                + "/balcony'><query xmlns='jabber:iq:roster'/></iq>"));
        street.run();
        assertThat(juliet.got()).isEmpty();
    }

    /** A line that {@code from} opens by hand, past the greeting. */
    private Cable dialledBy(House from) {
        Cable line = street.connect(from, juliet);
        line.open(XmlElement.builder("http://etherx.jabber.org/streams", "stream")
                .attribute("from", from.name)
                .attribute("to", juliet.name)
                .build());
        street.run();
        return line;
    }

    private String asks(Cable line, String type, String child) throws Exception {
        juliet.wire.clear();
        line.send(XmlReader.read("<iq xmlns='jabber:client' type='" + type + "' id='q'>" + child + "</iq>"));
        street.run();
        return juliet.wire.isEmpty() ? "" : juliet.wire.get(juliet.wire.size() - 1);
    }

    @Test
    void strangersAskForWhatTheEntityIsAndTheDeskForNodes() throws Exception {
        Cable line = dialledBy(tybalt);
        assertThat(asks(line, "get", "<query xmlns='http://jabber.org/protocol/disco#info'/>"))
                .contains(
                        "urn:xmpp:contacts:0",
                        "urn:xmpp:openpgp:pubsub:0",
                        "from='juliet@pronto'",
                        "to='tybalt@rapier'");
        assertThat(asks(line, "get", "<ping xmlns='urn:xmpp:ping'/>")).contains("type='result'");
        assertThat(juliet.asked).isEmpty();
        assertThat(asks(line, "get", "<query xmlns='http://jabber.org/protocol/disco#items'/>"))
                .contains("from-the-desk", "id='q'", "to='tybalt@rapier'")
                .doesNotContain("tybalt@rapier/");
        assertThat(asks(
                        line,
                        "get",
                        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='urn:xmpp:xid'/></pubsub>"))
                .contains("from-the-desk");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set <pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='urn:xmpp:xid'/></pubsub>",
                "set <pubsub xmlns='http://jabber.org/protocol/pubsub'><subscribe node='urn:xmpp:xid' jid='x'/></pubsub>",
                "get <pubsub xmlns='http://jabber.org/protocol/pubsub'><affiliations/></pubsub>",
                "get <pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='a'/><subscriptions/></pubsub>",
                "get <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><default/></pubsub>",
                "get <query xmlns='jabber:iq:roster'/>",
                "get <vCard xmlns='vcard-temp'/>",
                "get <query xmlns='jabber:iq:version'/>",
                "get <query xmlns='urn:xmpp:mam:2'/>",
                "set <enable xmlns='urn:xmpp:carbons:2'/>",
                "get "
            })
    void everythingElseIsRefusedBeforeTheDeskSeesIt(String request) throws Exception {
        Cable line = dialledBy(tybalt);
        String type = request.substring(0, 3);
        assertThat(asks(line, type, request.substring(4))).contains("type='error'", "service-unavailable");
        assertThat(juliet.asked).isEmpty();
        assertThat(juliet.got()).isEmpty();
    }

    @Test
    void stanzasForSomebodyElseAreRefused() throws Exception {
        Cable line = dialledBy(tybalt);
        line.send(
                XmlReader.read("<message xmlns='jabber:client' to='" + JULIET + "/balcony'><body>x</body></message>"));
        line.send(XmlReader.read("<message xmlns='jabber:client' to='nurse@capulet.example'><body>x</body></message>"));
        street.run();
        assertThat(juliet.got()).isEmpty();
        assertThat(juliet.wire).hasSize(2).allMatch(text -> text.contains("service-unavailable"));
    }

    @Test
    void aStanzaUnderAnotherNameEndsTheStream() throws Exception {
        Cable line = dialledBy(tybalt);
        line.send(XmlReader.read("<message xmlns='jabber:client' from='romeo@forza'><body>x</body></message>"));
        street.run();
        assertThat(juliet.got()).isEmpty();
        assertThat(juliet.wire).last().asString().contains("invalid-from");
    }

    @Test
    void whoCallsUnderANameThatIsNotAnnouncedAtHisAddressIsNotLetIn() {
        Cable line = street.connect(tybalt, juliet);
        line.open(XmlElement.builder("http://etherx.jabber.org/streams", "stream")
                .attribute("from", "romeo@forza")
                .attribute("to", juliet.name)
                .build());
        street.run();
        assertThat(juliet.wire).isEmpty();
        assertThat(juliet.looks).isEqualTo(1);
    }

    @Test
    void whoCallsBeforeHeIsHeardIsLetInWhenHeIs() throws Exception {
        House benvolio = street.house("benvolio@villa", 4, "benvolio@montague.example", Optional.empty());
        Cable line = street.connect(benvolio, juliet);
        line.open(XmlElement.builder("http://etherx.jabber.org/streams", "stream")
                .attribute("from", benvolio.name)
                .attribute("version", "1.0")
                .build());
        line.send(XmlReader.read("<message xmlns='jabber:client'><body>Part, fools</body></message>"));
        street.run();
        assertThat(juliet.got()).isEmpty();
        street.announce();
        assertThat(juliet.wire).first().asString().contains("features", EntityInfo.NODE);
        assertThat(juliet.got()).singleElement().asString().contains("Part, fools");
    }

    @Test
    void whatOnlyServersSayIsTakenOutOfAMessage() throws Exception {
        Cable line = dialledBy(tybalt);
        line.send(XmlReader.read("<message xmlns='jabber:client' id='1'>"
                + "<received xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'/></received></message>"));
        line.send(XmlReader.read("<message xmlns='jabber:client' type='groupchat'><body>x</body></message>"));
        line.send(XmlReader.read("<message xmlns='jabber:client' from='tybalt@rapier' to='juliet@pronto' id='2'>"
                + "<body>Turn</body><delay xmlns='urn:xmpp:delay' stamp='1597-01-01T00:00:00Z'/>"
                + "<stanza-id xmlns='urn:xmpp:sid:0' by='" + JULIET + "' id='x'/></message>"));
        line.send(XmlReader.read("<presence xmlns='jabber:client' type='subscribe'/>"));
        street.run();
        assertThat(juliet.got())
                .containsExactly("<message xmlns='jabber:client' from='tybalt@rapier' id='2' to='" + JULIET
                        + "'><body>Turn</body></message>");
    }

    @Test
    void whenNobodyTakesAMessageTheSenderHears() throws Exception {
        tybalt.takes = stanza -> false;
        juliet.sends(message("tybalt@rapier", "Peace"));
        assertThat(juliet.got()).singleElement().asString().contains("type='error'", "from='tybalt@rapier'", "id='m1'");
    }

    @Test
    void whatCannotBeSentComesBack() throws Exception {
        tybalt.listening = false;
        juliet.sends(message("tybalt@rapier", "Peace"));
        juliet.sends(message("mercutio@grave", "Peace"));
        assertThat(juliet.got()).hasSize(2).allMatch(error -> error.contains("service-unavailable"));
        assertThat(juliet.delivered)
                .last()
                .satisfies(error -> assertThat(error.attribute("to")).contains(JULIET + "/balcony"));
    }

    @Test
    void aNameThatSomebodyElseTakesEndsTheStreamWithTheOneBefore() throws Exception {
        Cable line = dialledBy(tybalt);
        tybalt.name = "retired@rapier";
        House thief = street.house("tybalt@rapier", 9, "thief@example.org", Optional.empty());
        street.announce();
        line.send(XmlReader.read("<message xmlns='jabber:client'><body>still me</body></message>"));
        street.run();
        assertThat(juliet.got()).isEmpty();
        juliet.sends(message("tybalt@rapier", "Who are you?"));
        assertThat(thief.got()).hasSize(1);
    }

    @Test
    void anEndOfTheStreamAnswersWhatIsOpen() throws Exception {
        Cable line = dialledBy(romeo);
        juliet.sends("<iq xmlns='jabber:client' type='get' id='p' from='" + JULIET
                + "/balcony' to='romeo@forza'><ping xmlns='urn:xmpp:ping'/></iq>");
        assertThat(juliet.got()).isEmpty();
        line.end();
        street.run();
        assertThat(juliet.got()).singleElement().asString().contains("type='error'", "id='p'");
    }

    @Test
    void aFloodOfMessagesGetsToTheSoftwareOnlyInPart() throws Exception {
        Cable line = dialledBy(tybalt);
        for (int i = 0; i < 2 * Switchboard.MESSAGES_AT_ONCE; i++) {
            line.send(XmlReader.read("<message xmlns='jabber:client'><body>Turn</body></message>"));
        }
        street.run();
        assertThat(juliet.got()).hasSize(Switchboard.MESSAGES_AT_ONCE);
        assertThat(juliet.wire).hasSize(Switchboard.MESSAGES_AT_ONCE).allMatch(text -> text.contains("type='error'"));
    }

    @Test
    void everybodyWhoIsThereIsKnownToTheSurroundings() {
        assertThat(juliet.neighbours).extracting(Neighbour::jid).containsExactly("romeo@forza", "tybalt@rapier");
    }

    @Test
    void aStanzaTooLargeEndsTheStream() {
        Cable line = dialledBy(tybalt);
        PeerStream stream = PeerStream.incoming(juliet.board, line, JULIET);
        stream.take(new StreamPiece.TooLarge(XmlElement.of("jabber:client", "message")));
        assertThat(stream.isEnded()).isTrue();
        assertThat(tybalt.wire).last().asString().contains("policy-violation");
    }
}
