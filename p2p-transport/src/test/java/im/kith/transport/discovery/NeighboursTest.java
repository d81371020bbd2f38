package im.kith.transport.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.octets.Bytes;
import im.kith.transport.discovery.Sighting.Kind;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NeighboursTest {

    private static final Bytes KEY = Bytes.sha256(Bytes.utf8("ours"));
    private static final DiscoveryKeys KEYS = DiscoveryKeys.of(KEY);
    private static final Bytes NONCE = Bytes.hex("aa".repeat(16));
    private static final long NOW = 1_000_000_000;

    private final Neighbours neighbours = new Neighbours();
    private final Link link =
            new Link("eth0", 2, List.of(address("10.77.0.1")), List.of(new Subnet(address("10.77.0.1"), 24)));

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(literal, e);
        }
    }

    private Neighbours.On member(String instance, String address) {
        String tag = DiscoveryTag.compute(KEY, NONCE, instance);
        return heard(instance, address, new Txt(NONCE, tag, false), NOW);
    }

    private Neighbours.On heard(String instance, String address, Txt txt, long at) {
        return new Neighbours.On(link, new Heard(instance, 4711, txt.toProperties(), Set.of(address(address)), at));
    }

    private Neighbours.Difference update(List<Neighbours.On> heard) {
        return neighbours.update(heard, Set.of("me"), KEYS, NOW);
    }

    @Test
    void changesAreToldOnce() {
        assertThat(update(List.of(member("a", "10.77.0.2"))).sighted())
                .extracting(Sighting::kind)
                .containsExactly(Kind.MEMBER);
        assertThat(update(List.of(member("a", "10.77.0.2"))).sighted()).isEmpty();
        assertThat(update(List.of(member("a", "10.77.0.3"))).sighted()).hasSize(1);
        assertThat(update(List.of()).lost()).extracting(Sighting::instance).containsExactly("a");
        assertThat(update(List.of(member("a", "10.77.0.3"))).sighted()).hasSize(1);
    }

    @Test
    void ownAnnouncementIsNoSighting() {
        assertThat(update(List.of(member("me", "10.77.0.1"))).sighted()).isEmpty();
    }

    @Test
    void announcementForAnAddressElsewhereIsNoSighting() {
        assertThat(update(List.of(member("a", "8.8.8.8"))).sighted()).isEmpty();
    }

    @Test
    void forgedTagIsNoMember() {
        Txt forged = new Txt(NONCE, DiscoveryTag.compute(KEY, NONCE, "other name"), false);
        Txt inviting = new Txt(NONCE, DiscoveryTag.compute(KEY, NONCE, "other name"), true);

        assertThat(update(List.of(heard("a", "10.77.0.2", forged, NOW))).sighted())
                .isEmpty();
        assertThat(update(List.of(heard("a", "10.77.0.2", inviting, NOW))).sighted())
                .extracting(Sighting::kind)
                .containsExactly(Kind.INVITING);
    }

    @Test
    void bothAddressFamiliesMakeOneSighting() {
        Link two = new Link("eth0", 2, List.of(), List.of(new Subnet(address("fd77::1"), 64)));
        Neighbours.On six = new Neighbours.On(
                two, new Heard("a", 4711, member("a", "10.77.0.2").heard().txt(), Set.of(address("fd77::2")), NOW));

        assertThat(update(List.of(member("a", "10.77.0.2"), six)).sighted())
                .singleElement()
                .satisfies(sighting -> assertThat(sighting.addresses()).hasSize(2));
    }

    @Test
    void whoIsNotHeardForLongIsLost() {
        Txt txt = Txt.read(member("a", "10.77.0.2").heard().txt()::get).orElseThrow();
        update(List.of(member("a", "10.77.0.2")));

        assertThat(update(List.of(heard("a", "10.77.0.2", txt, NOW - Neighbours.EXPIRY_MILLIS)))
                        .lost())
                .hasSize(1);
    }

    @Test
    void newKeyIsANewJudgement() {
        update(List.of(member("a", "10.77.0.2")));
        DiscoveryKeys other = DiscoveryKeys.of(Bytes.sha256(Bytes.utf8("new key")));

        assertThat(neighbours
                        .update(List.of(member("a", "10.77.0.2")), Set.of(), other, NOW)
                        .lost())
                .hasSize(1);
    }

    @Test
    void memoryIsBounded() {
        List<Neighbours.On> crowd = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            crowd.add(member("member " + i, "10.77.0.2"));
        }

        assertThat(update(crowd).sighted()).hasSize(Neighbours.MAX);
        assertThat(update(crowd).sighted()).isEmpty();
        assertThat(neighbours.present()).hasSize(256);
    }

    @Test
    void queriesBackOffToTwoMinutes() {
        QueryBackoff backoff = new QueryBackoff();
        List<Long> asked = new ArrayList<>();
        for (long now = 0; now < 500_000; now += 1000) {
            if (backoff.isDue(now)) {
                asked.add(now / 1000);
            }
        }

        assertThat(asked).containsExactly(0L, 1L, 3L, 7L, 15L, 31L, 63L, 127L, 247L, 367L, 487L);
        backoff.reset();
        assertThat(backoff.isDue(500_000)).isTrue();
    }
}
