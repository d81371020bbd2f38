package im.kith.transport.xmpp;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.xml.XmlElement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** XEP-0198. */
class StreamManagementTest extends InHouse {

    private static final String SM = " xmlns='urn:xmpp:sm:3'";

    private static String enable(Person person) throws Exception {
        person.say("<enable" + SM + " resume='true'/>");
        XmlElement enabled = person.hear(element -> element.local().equals("enabled"));
        assertThat(enabled.attribute("resume")).contains("true");
        return enabled.attribute("id").orElseThrow();
    }

    private static void tell(Person from, String to, String body) throws Exception {
        from.say("<message to='" + House.ACCOUNT + to + "' type='chat'><body>" + body + "</body></message>");
    }

    private static List<String> bodies(Person person) throws Exception {
        return person.rest().stream()
                .flatMap(stanza -> stanza.first(Names.CLIENT, "body").stream())
                .map(XmlElement::text)
                .toList();
    }

    @Test
    void stanzasAreCountedInBothDirections() throws Exception {
        Person person = house.bound("one");
        enable(person);
        person.say("<presence/>").say("<r" + SM + "/>");
        assertThat(person.hear(element -> element.local().equals("a")).attribute("h"))
                .contains("1");
        // the presence came back, and is asked about once
        person.say("<a" + SM + " h='1'/>").say("<a" + SM + " h='1'/>");
        assertThat(person.ended).isFalse();
        person.say("<a" + SM + " h='2'/>");
        assertThat(person.error()).isEqualTo("undefined-condition");
    }

    @Test
    void aLostConnectionIsResumedAndNothingIsLostOrTwice() throws Exception {
        Person one = house.bound("one");
        Person other = house.bound("other");
        String id = enable(one);
        tell(other, "/one", "a");
        tell(other, "/one", "b");
        assertThat(bodies(one)).containsExactly("a", "b");
        // a was confirmed, b was not
        one.say("<a" + SM + " h='1'/>").say("<presence/>");
        one.stream.lost();
        tell(other, "/one", "c");
        Person back = house.person().login(house.token);
        back.say("<resume" + SM + " previd='" + id + "' h='1'/>");
        XmlElement resumed = back.hear();
        assertThat(resumed.local()).isEqualTo("resumed");
        assertThat(resumed.attribute("h")).contains("1");
        assertThat(bodies(back)).containsExactly("b", "c");
        assertThat(house.resources.available()).hasSize(1);
        tell(back, "/other", "d");
        assertThat(bodies(other)).containsExactly("d");
    }

    @Test
    void theOldConnectionEndsWhenItsSessionIsResumedElsewhere() throws Exception {
        Person one = house.bound("one");
        String id = enable(one);
        Person back = house.person().login(house.token);
        back.say("<resume" + SM + " previd='" + id + "' h='0'/>");
        assertThat(back.hear().local()).isEqualTo("resumed");
        assertThat(one.error()).isEqualTo("conflict");
        one.stream.lost();
        house.pass();
        assertThat(house.resources.all()).hasSize(1);
    }

    @Test
    void afterItsTimeASessionIsOverAndItsMessagesGoToOthers() throws Exception {
        Person one = house.bound("one");
        Person other = house.bound("other");
        other.say("<presence/>");
        String id = enable(one);
        one.stream.lost();
        tell(other, "/one", "late");
        assertThat(bodies(other)).isEmpty();
        house.pass();
        assertThat(bodies(other)).containsExactly("late");
        Person back = house.person().login(house.token);
        back.say("<resume" + SM + " previd='" + id + "' h='0'/>");
        assertThat(back.hear().elements().get(0).local()).isEqualTo("item-not-found");
        assertThat(back.bind("one")).isEqualTo(House.ACCOUNT + "/one");
    }

    @Test
    void whoClosesTheStreamDoesNotComeBackAndWhoComesBackAnewGetsItsNameAgain() throws Exception {
        Person one = house.bound("one");
        enable(one);
        one.stream.take(new im.kith.core.xml.StreamPiece.Closed());
        assertThat(house.resources.all()).isEmpty();
        Person two = house.bound("two");
        enable(two);
        two.stream.lost();
        assertThat(house.person().login(house.token).bind("two")).isEqualTo(House.ACCOUNT + "/two");
        assertThat(house.resources.all()).hasSize(1);
    }

    @Test
    void aSessionIsResumedWithItsOwnTokenOnly() throws Exception {
        String another = house.device
                .submit(owned -> owned.tokens()
                        .add("another", false, java.util.Optional.empty())
                        .orElseThrow())
                .join();
        Person one = house.bound("one");
        String id = enable(one);
        Person thief = house.person().login(another);
        thief.say("<resume" + SM + " previd='" + id + "' h='0'/>");
        assertThat(thief.hear().local()).isEqualTo("failed");
        assertThat(one.ended).isFalse();
    }

    @Test
    void whoConfirmsNothingIsPutOut() throws Exception {
        Person deaf = house.bound("deaf");
        Person other = house.bound("other");
        enable(deaf);
        for (int i = 0; i <= Acks.MOST; i++) {
            tell(other, "/deaf", "x");
        }
        assertThat(deaf.error()).isEqualTo("policy-violation");
        assertThat(house.resources.all()).hasSize(1);
    }

    @Test
    void fewSessionsWaitToBeResumedAndTheOldestGoesFirst() throws Exception {
        for (int i = 0; i <= XmppLimits.AWAY; i++) {
            Person person = house.bound("r" + i);
            enable(person);
            person.stream.lost();
        }
        assertThat(house.resources.all()).hasSize(XmppLimits.AWAY);
        assertThat(house.resources.of(House.ACCOUNT + "/r0")).isEmpty();
    }

    @Test
    void enablingTwiceOrTooEarlyFails() throws Exception {
        Person person = house.person().login(house.token);
        person.say("<enable" + SM + "/>");
        assertThat(person.hear().local()).isEqualTo("failed");
        person.bind("one");
        enable(person);
        person.say("<enable" + SM + "/>");
        assertThat(person.hear().local()).isEqualTo("failed");
    }
}
