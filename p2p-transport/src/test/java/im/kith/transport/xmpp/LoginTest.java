package im.kith.transport.xmpp;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.xml.XmlElement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 6120 §4 to §7 as far as the opening of a stream, SASL and binding go. */
class LoginTest extends InHouse {

    private static final String BIND = "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>";

    private static List<String> names(XmlElement features) {
        return features.elements().stream().map(XmlElement::local).toList();
    }

    @Test
    void beforeTheLoginThereIsTlsAndSaslAndAfterwardsBindingAndAcknowledgements() throws Exception {
        Person person = house.person();
        XmlElement features = person.open("capulet.example");
        assertThat(names(features)).containsExactly("starttls", "mechanisms");
        assertThat(features.elements().get(1).elements().stream().map(XmlElement::text))
                .containsExactly("SCRAM-SHA-256", "PLAIN");
        assertThat(person.headers.get(0).attribute("from")).contains("capulet.example");
        assertThat(person.headers.get(0).attribute("id").orElseThrow()).hasSizeGreaterThan(20);
        person.say(Person.plain("juliet", house.token));
        assertThat(person.hear().is(Names.SASL, "success")).isTrue();
        assertThat(person.restarted).isTrue();
        assertThat(person.known).isTrue();
        assertThat(person.paused).isFalse();
        assertThat(names(person.open("CAPULET.example"))).containsExactly("bind", "session", "sm");
        assertThat(person.headers.get(1).attribute("id"))
                .isNotEqualTo(person.headers.get(0).attribute("id"));
    }

    @Test
    void anotherDomainIsUnknownHere() {
        Person person = house.person();
        person.open("montague.example");
        assertThat(person.ended).isTrue();
        assertThat(person.headers).hasSize(1);
    }

    @Test
    void streamsThatAreNoStreamsOfClientsEndWithTheErrorOfTheSpecification() {
        assertThat(opened(XmlElement.of("urn:x", "stream"), Names.CLIENT)).isEqualTo("invalid-namespace");
        XmlElement.Builder stream = XmlElement.builder(Names.STREAM, "stream").attribute("to", "capulet.example");
        assertThat(opened(stream.build(), "jabber:server")).isEqualTo("invalid-namespace");
        assertThat(opened(stream.build(), Names.CLIENT)).isEqualTo("unsupported-version");
        XmlElement nowhere = XmlElement.builder(Names.STREAM, "stream")
                .attribute("version", "1.0")
                .build();
        assertThat(opened(nowhere, Names.CLIENT)).isEqualTo("improper-addressing");
    }

    private String opened(XmlElement root, String content) {
        Person person = house.person();
        person.stream.take(new im.kith.core.xml.StreamPiece.Opened(root, content));
        assertThat(person.ended).isTrue();
        return person.error();
    }

    @Test
    void theUserIsTheAccountInAnySpelling() throws Exception {
        for (String user : List.of("juliet", "Juliet", "juliet@capulet.example")) {
            Person person = house.person();
            person.open("capulet.example");
            person.say(Person.plain(user, house.token));
            assertThat(person.hear().local()).as(user).isEqualTo("success");
        }
    }

    @Test
    void aWrongTokenIsToldLateAndTheThirdEndsTheStream() throws Exception {
        Person person = house.person();
        person.open("capulet.example");
        List<Duration> waits = new ArrayList<>();
        for (int attempt = 1; attempt <= Guesses.PER_STREAM; attempt++) {
            person.say(Person.plain(attempt == 2 ? "romeo" : "juliet", attempt == 2 ? house.token : "x" + attempt));
            while (house.later.isEmpty()) {
                house.step();
            }
            assertThat(person.inbox).isEmpty();
            assertThat(person.paused).isTrue();
            waits.add(house.later.get(0).pause());
            house.pass();
            XmlElement failure = person.inbox.remove();
            assertThat(failure.elements().get(0).local()).isEqualTo("not-authorized");
        }
        assertThat(waits).isSorted().doesNotHaveDuplicates();
        assertThat(person.error()).isEqualTo("policy-violation");
        assertThat(person.ended).isTrue();
    }

    @Test
    void theRightTokenWorksAfterAWrongOneAndWithoutDelay() throws Exception {
        Person person = house.person();
        person.open("capulet.example");
        person.say(Person.plain("juliet", "wrong"));
        while (house.later.isEmpty()) {
            house.step();
        }
        house.pass();
        assertThat(person.hear().local()).isEqualTo("failure");
        person.say(Person.plain("juliet", house.token));
        assertThat(person.hear().local()).isEqualTo("success");
        assertThat(house.later).isEmpty();
    }

    @Test
    void brokenRequestsFailAsSaslSays() throws Exception {
        assertThat(failure("<auth xmlns='" + Names.SASL + "' mechanism='DIGEST-MD5'/>"))
                .isEqualTo("invalid-mechanism");
        assertThat(failure("<auth xmlns='" + Names.SASL + "' mechanism='PLAIN'>!</auth>"))
                .isEqualTo("incorrect-encoding");
        assertThat(failure("<auth xmlns='" + Names.SASL + "' mechanism='PLAIN'>" + Person.base64("x") + "</auth>"))
                .isEqualTo("malformed-request");
        assertThat(failure("<abort xmlns='" + Names.SASL + "'/>")).isEqualTo("aborted");
        assertThat(failure("<response xmlns='" + Names.SASL + "'/>")).isEqualTo("malformed-request");
        assertThat(failure("<auth xmlns='" + Names.SASL + "' mechanism='PLAIN'>"
                        + Person.base64("romeo@x.example\0juliet\0" + house.token) + "</auth>"))
                .isEqualTo("invalid-authzid");
    }

    private String failure(String element) throws Exception {
        Person person = house.person();
        person.open("capulet.example");
        person.say(element);
        return person.hear().elements().get(0).local();
    }

    @Test
    void stanzasBeforeTheLoginOrBeforeBindingEndTheStream() throws Exception {
        Person early = house.person();
        early.open("capulet.example");
        early.say("<message><body>x</body></message>");
        assertThat(early.error()).isEqualTo("not-authorized");
        Person unbound = house.person().login(house.token);
        unbound.say("<presence/>");
        assertThat(unbound.error()).isEqualTo("not-authorized");
    }

    @Test
    void aResourceInUseGetsAnotherName() throws Exception {
        assertThat(house.person().login(house.token).bind("balcony")).isEqualTo("juliet@capulet.example/balcony");
        assertThat(house.person().login(house.token).bind("balcony"))
                .startsWith("juliet@capulet.example/balcony-")
                .hasSizeGreaterThan("juliet@capulet.example/balcony-".length());
    }

    @Test
    void whoWantsNoNameGetsOneAndWhoWantsAnImpossibleOneMayTryAgain() throws Exception {
        Person person = house.person().login(house.token);
        person.say("<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>" + "x".repeat(2000)
                + "</resource></bind></iq>");
        assertThat(Person.condition(person.hear())).isEqualTo("bad-request");
        person.say(BIND);
        assertThat(person.hear().elements().get(0).elements().get(0).text()).hasSizeGreaterThan(40);
    }

    @Test
    void tlsBeginsBeforeTheLoginAndOnce() throws Exception {
        Person person = house.person();
        person.open("capulet.example");
        person.say("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        assertThat(person.hear().is(Names.TLS, "proceed")).isTrue();
        assertThat(person.secure).isTrue();
        assertThat(names(person.open("capulet.example"))).containsExactly("mechanisms");
        person.say("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        assertThat(person.hear().is(Names.TLS, "failure")).isTrue();
        assertThat(person.ended).isTrue();
    }
}
