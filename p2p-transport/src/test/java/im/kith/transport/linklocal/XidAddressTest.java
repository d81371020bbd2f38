package im.kith.transport.linklocal;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.xml.XmlElement;
import im.kith.core.xml.XmlReader;
import im.kith.transport.linklocal.Street.Cable;
import im.kith.transport.linklocal.Street.House;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Addresses that prove themselves, and neighbours who claim them without the key. */
class XidAddressTest {

    private static final String JULIET = "juliet@capulet.example";
    private static final String XID = Street.key(2).xid().jid();

    private final Street street = new Street();
    private House juliet;
    private House romeo;
    private House thief;

    @BeforeEach
    void neighbours() throws Exception {
        juliet = street.house("juliet@pronto", 1, JULIET, Optional.empty());
        thief = street.house("thief@alley", 3, XID, Optional.empty());
        romeo = street.house("romeo@forza", 2, XID, Optional.of(Street.key(2)));
    }

    private static String message(String to) {
        return "<message xmlns='jabber:client' type='chat' id='m1' from='" + JULIET + "/balcony' to='" + to
                + "'><body>Wherefore</body></message>";
    }

    @Test
    void aMessageToAnXidGoesToWhoHoldsItsKeyAndNotToWhoClaimsIt() throws Exception {
        street.announce();
        juliet.sends(message(XID));
        assertThat(romeo.got()).hasSize(1);
        thief.elapse();
        juliet.elapse();
        assertThat(thief.got()).isEmpty();
        assertThat(thief.wire).noneMatch(text -> text.contains("response"));
        assertThat(romeo.got()).hasSize(1);
    }

    @Test
    void withNobodyWhoHoldsTheKeyItComesBack() throws Exception {
        romeo.txt.remove("jid");
        street.announce();
        juliet.sends(message(XID));
        assertThat(juliet.got()).isEmpty();
        juliet.elapse();
        assertThat(juliet.got()).singleElement().asString().contains("type='error'", "from='" + XID + "'");
        juliet.sends(message(Street.key(9).xid().jid()));
        assertThat(juliet.got()).hasSize(2);
        assertThat(thief.got()).isEmpty();
    }

    @Test
    void aVerifiedNeighboursMessagesComeFromHisXidAndALiarsFromHisName() throws Exception {
        street.announce();
        String text =
                "<message xmlns='jabber:client' from='" + XID + "/x' to='juliet@pronto'><body>It is I</body></message>";
        romeo.sends(text);
        assertThat(juliet.got()).singleElement().asString().contains("from='" + XID + "'");
        juliet.delivered.clear();
        thief.sends(text);
        assertThat(juliet.got()).as("kept until it is known").isEmpty();
        juliet.elapse();
        assertThat(juliet.got()).singleElement().asString().contains("from='thief@alley'");
    }

    @Test
    void aFalseResponseDecidesAtOnceAndForThisStream() throws Exception {
        street.announce();
        Cable line = street.connect(thief, juliet);
        line.open(XmlElement.builder("http://etherx.jabber.org/streams", "stream")
                .attribute("from", thief.name)
                .build());
        street.run();
        XmlElement challenge = challenge();
        line.send(response(Challenge.answer(challenge, Street.key(2)).orElseThrow(), "00"));
        line.send(XmlReader.read("<message xmlns='jabber:client'><body>false</body></message>"));
        line.send(response(Challenge.answer(challenge, Street.key(2)).orElseThrow(), ""));
        line.send(XmlReader.read("<message xmlns='jabber:client'><body>true too late</body></message>"));
        street.run();
        assertThat(juliet.got()).hasSize(2).allMatch(message -> message.contains("from='thief@alley'"));
    }

    private XmlElement challenge() throws Exception {
        String sent = juliet.wire.stream()
                .filter(text -> text.contains("<challenge"))
                .findFirst()
                .orElseThrow();
        return XmlReader.read(sent).first("urn:xmpp:xid:0", "challenge").orElseThrow();
    }

    private static XmlElement response(XmlElement right, String over) {
        XmlElement changed = XmlElement.builder("urn:xmpp:xid:0", "response")
                .attribute("xid", right.attribute("xid").orElseThrow())
                .attribute("timestamp", right.attribute("timestamp").orElseThrow())
                .text(over + right.text().substring(over.length()))
                .build();
        return XmlElement.builder("jabber:client", "message").child(changed).build();
    }

    @Test
    void whoeverClaimsTheUsersOwnXidIsShownUnderHisNameAlone() throws Exception {
        House self = street.house("juliet@tablet", 5, XID, Optional.of(Street.key(2)));
        street.announce();
        self.sends("<message xmlns='jabber:client' from='" + XID + "/x' to='romeo@forza'><body>me?</body></message>");
        assertThat(romeo.got()).singleElement().asString().contains("from='juliet@tablet'");
        assertThat(romeo.wire).noneMatch(text -> text.contains("<challenge"));
    }

    @Test
    void challengesAndResponsesAreNotTheSoftwaresBusiness() throws Exception {
        street.announce();
        juliet.sends(message(XID));
        for (House each : List.of(juliet, romeo, thief)) {
            assertThat(each.got()).noneMatch(text -> text.contains("urn:xmpp:xid:0"));
        }
    }
}
