package im.kith.transport.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import im.kith.core.octets.Bytes;
import im.kith.transport.discovery.Sighting.Kind;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Somebody on the LAN who answers, repeats and invents announcements, against real jmDNS on 127.0.0.1. */
@Timeout(120)
class DiscoveryAttackTest {

    private static final Bytes KEY = Bytes.sha256(Bytes.utf8("the attacked account's discovery key"));
    private static final int TTL = 120;

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(100));
    }

    private static InetAddress address(int... octets) throws Exception {
        byte[] address = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            address[i] = (byte) octets[i];
        }
        return InetAddress.getByAddress(address);
    }

    private static String name(int number) {
        return String.format(Locale.ROOT, "%032x", number);
    }

    @Test
    void someoneElsesTagAndForeignAddressesAreNotBelieved() throws Exception {
        try (Capture attacker = new Capture();
                Watcher victim = Watcher.member(KEY, 4101)) {
            Spoof real = Spoof.by(KEY, name(1), 4666, address(127, 0, 0, 1));
            List<Spoof> lies = List.of(
                    real.named(name(2)),
                    Spoof.by(KEY, name(3), 4667, address(8, 8, 8, 8)),
                    Spoof.by(KEY, name(4), 4668, address(192, 168, 1, 1)),
                    Spoof.by(KEY, name(5), 4669, address(224, 0, 0, 1)),
                    Spoof.by(KEY, name(6), 4670, address(0, 0, 0, 0)));
            // the good one comes last: when it is seen, the others were looked at
            soon().until(() -> {
                for (Spoof lie : lies) {
                    attacker.send(lie.packet(TTL));
                }
                attacker.send(real.packet(TTL));
                return victim.sees(Kind.MEMBER, 4666);
            });
            assertThat(victim.sighted).extracting(Sighting::instance).containsOnly(name(1));
        }
    }

    @Test
    void inviterWithoutTheTagIsAnInviterAndNoMember() throws Exception {
        try (Capture attacker = new Capture();
                Watcher victim = Watcher.member(KEY, 4102)) {
            Spoof stranger = Spoof.by(Bytes.sha256(KEY), name(1), 4671, address(127, 0, 0, 1));
            soon().until(() -> {
                attacker.send(stranger.thatInvites().packet(TTL));
                return victim.sees(Kind.INVITING, 4671);
            });
            assertThat(victim.sighted).extracting(Sighting::kind).containsOnly(Kind.INVITING);
        }
    }

    @Test
    void aFloodOfNamesIsBoundedAndAMemberIsFoundAfterIt() throws Exception {
        try (Capture attacker = new Capture();
                Watcher victim = Watcher.member(KEY, 4103)) {
            for (int i = 0; i < 6_000; i++) {
                Spoof spoof = Spoof.by(i % 2 == 0 ? KEY : Bytes.sha256(KEY), name(i), 4672, address(127, 0, 0, 1));
                attacker.send(spoof.packet(TTL));
                if (i % 200 == 0) {
                    assertThat(victim.discovery.sightings()).hasSizeLessThanOrEqualTo(Neighbours.MAX);
                }
            }
            try (Watcher friend = Watcher.member(KEY, 4104)) {
                soon().until(() -> victim.sees(Kind.MEMBER, 4104) && friend.sees(Kind.MEMBER, 4103));
                assertThat(victim.discovery.sightings()).hasSizeLessThanOrEqualTo(Neighbours.MAX);
            }
        }
    }

    @Test
    void whoSaysGoodByeForAnotherOrTakesItsNameHidesItForAMomentOnly() throws Exception {
        try (Capture attacker = new Capture();
                Watcher victim = Watcher.member(KEY, 4105);
                Watcher friend = Watcher.member(KEY, 4106)) {
            soon().until(() -> victim.sees(Kind.MEMBER, 4106) && friend.sees(Kind.MEMBER, 4105));
            String instance = victim.instances().get(0);
            List<Sighting> before = List.copyOf(victim.sighted);
            attacker.send(Spoof.by(KEY, instance, 4106, address(127, 0, 0, 1)).packet(0));
            soon().until(() -> !victim.lost.isEmpty());
            victim.discovery.refresh();
            soon().until(() -> victim.sees(Kind.MEMBER, 4106));
            attacker.send(Spoof.by(Bytes.sha256(KEY), instance, 4673, address(127, 0, 0, 9))
                    .packet(TTL));
            friend.discovery.rotate();
            soon().until(() -> victim.sees(Kind.MEMBER, 4106));
            assertThat(before).isNotEmpty();
        }
    }
}
