package im.kith.transport.linklocal;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.transport.discovery.FoundService;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NeighbourhoodTest {

    static final String ACCOUNT = "juliet@capulet.example";
    private static final Map<String, String> OWN = Map.of("eth0", "juliet@pronto", "wlan0", "juliet@pronto-1");

    private boolean mayTell = true;
    private final Neighbourhood neighbourhood = new Neighbourhood(ACCOUNT, () -> mayTell);

    static FoundService found(String instance, String address, String link, Map<String, String> txt) {
        return new FoundService(instance, txt, Set.of(new InetSocketAddress(address, 5562)), link);
    }

    private static FoundService romeo(String address, String link) {
        return found("romeo@forza", address, link, Map.of("nick", "Romeo"));
    }

    @Test
    void comingChangingAndGoingIsToldOnce() {
        List<Neighbourhood.Change> came = neighbourhood.update(List.of(romeo("10.77.0.2", "eth0")), OWN);
        assertThat(came).hasSize(1);
        assertThat(came.get(0).after().orElseThrow().presence(ACCOUNT).toXml())
                .isEqualTo("<presence xmlns='jabber:client' from='romeo@forza' to='juliet@capulet.example'>"
                        + "<nick xmlns='http://jabber.org/protocol/nick'>Romeo</nick></presence>");
        assertThat(neighbourhood.update(List.of(romeo("10.77.0.2", "eth0")), OWN))
                .isEmpty();

        List<Neighbourhood.Change> changed = neighbourhood.update(
                List.of(found("romeo@forza", "10.77.0.2", "eth0", Map.of("status", "dnd", "msg", "In exile"))), OWN);
        assertThat(changed).hasSize(1);
        assertThat(changed.get(0).after().orElseThrow().presence(ACCOUNT).toXml())
                .contains("<show>dnd</show><status>In exile</status>");

        List<Neighbourhood.Change> went = neighbourhood.update(List.of(), OWN);
        assertThat(went.get(0).after()).isEmpty();
        assertThat(went.get(0).before().orElseThrow().absence(ACCOUNT).toXml())
                .contains("type='unavailable'")
                .contains("from='romeo@forza'");
    }

    @Test
    void whatMayNotBeToldNowIsToldLater() {
        mayTell = false;
        List<FoundService> found = List.of(romeo("10.77.0.2", "eth0"));
        assertThat(neighbourhood.update(found, OWN)).isEmpty();
        assertThat(neighbourhood.isBehind()).isTrue();
        assertThat(neighbourhood.all()).isEmpty();
        mayTell = true;
        assertThat(neighbourhood.update(found, OWN)).hasSize(1);
        assertThat(neighbourhood.isBehind()).isFalse();
        mayTell = false;
        assertThat(neighbourhood.update(List.of(), OWN)).isEmpty();
        assertThat(neighbourhood.all()).hasSize(1);
    }

    @Test
    void theOwnNameIsNoNeighbourAndWithoutOneNobodyIsMet() {
        assertThat(neighbourhood.update(List.of(found("Juliet@Pronto", "10.77.0.9", "eth0", Map.of())), OWN))
                .isEmpty();
        assertThat(neighbourhood.update(List.of(romeo("10.77.0.2", "eth0")), Map.of()))
                .isEmpty();
    }

    @Test
    void ofTwoOfOneNameOnDifferentLinksTheFirstKeepsIt() {
        neighbourhood.update(List.of(romeo("10.77.0.2", "eth0")), OWN);
        FoundService other = romeo("10.88.0.2", "wlan0");
        assertThat(neighbourhood.update(List.of(other, romeo("10.77.0.2", "eth0")), OWN))
                .isEmpty();
        assertThat(neighbourhood.update(List.of(other), OWN)).hasSize(1);
        assertThat(neighbourhood.byJid("romeo@forza").orElseThrow().self()).isEqualTo("juliet@pronto-1");
    }

    @Test
    void aCallerIsWhoAnnouncesHimselfAtHisAddress() throws Exception {
        neighbourhood.update(
                List.of(
                        romeo("10.77.0.2", "eth0"),
                        found("tybalt@forza", "10.77.0.3", "eth0", Map.of()),
                        found("page@forza", "10.77.0.3", "eth0", Map.of())),
                OWN);
        InetAddress romeos = InetAddress.getByName("10.77.0.2");
        InetAddress shared = InetAddress.getByName("10.77.0.3");
        assertThat(neighbourhood.caller(Optional.of("romeo@forza"), romeos)).isPresent();
        assertThat(neighbourhood.caller(Optional.of("ROMEO@forza"), romeos)).isPresent();
        assertThat(neighbourhood.caller(Optional.of("romeo@forza"), shared)).isEmpty();
        assertThat(neighbourhood.caller(Optional.of("nobody@forza"), romeos)).isEmpty();
        assertThat(neighbourhood.caller(Optional.empty(), romeos)).isPresent();
        assertThat(neighbourhood.caller(Optional.empty(), shared)).isEmpty();
        assertThat(neighbourhood.caller(Optional.of("page@forza"), shared)).isPresent();
    }
}
