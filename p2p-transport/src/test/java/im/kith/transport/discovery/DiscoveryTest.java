package im.kith.transport.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import im.kith.core.octets.Bytes;
import im.kith.transport.discovery.Sighting.Kind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/** Real jmDNS on 127.0.0.1, several devices in one process. */
class DiscoveryTest {

    private static final Bytes KEY = Bytes.sha256(Bytes.utf8("our account's discovery key"));
    private static final Bytes OTHER = Bytes.sha256(Bytes.utf8("somebody else's discovery key"));

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20));
    }

    @Test
    void membersFindEachOtherWhereTheyListen() {
        try (Watcher one = Watcher.member(KEY, 4001);
                Watcher two = Watcher.member(KEY, 4002);
                Watcher three = Watcher.member(KEY, 4003)) {
            soon().until(() -> one.sees(Kind.MEMBER, 4002) && one.sees(Kind.MEMBER, 4003));
            soon().until(() -> two.sees(Kind.MEMBER, 4001) && two.sees(Kind.MEMBER, 4003));
            soon().until(() -> three.sees(Kind.MEMBER, 4001) && three.sees(Kind.MEMBER, 4002));

            assertThat(one.sighted)
                    .anySatisfy(sighting -> assertThat(sighting.addresses())
                            .containsExactly(new InetSocketAddress(InetAddress.getLoopbackAddress(), 4002)));
            assertThat(one.sees(Kind.MEMBER, 4001)).as("itself").isFalse();
            assertThat(one.discovery.listening()).containsExactly("lo [127.0.0.1]");
        }
    }

    @Test
    void strangersAreNotSeenUnlessTheyInvite() {
        try (Watcher stranger = Watcher.member(OTHER, 4004);
                Watcher member = Watcher.member(KEY, 4005);
                Watcher friend = Watcher.member(KEY, 4006);
                Watcher joiner = Watcher.joiner()) {
            soon().until(() -> member.sees(Kind.MEMBER, 4006) && friend.sees(Kind.MEMBER, 4005));
            assertThat(stranger.sighted).isEmpty();
            assertThat(joiner.sighted).isEmpty();

            friend.discovery.inviting(true);
            soon().until(() -> joiner.sees(Kind.INVITING, 4006) && stranger.sees(Kind.INVITING, 4006));
            assertThat(member.sees(Kind.MEMBER, 4006)).isTrue();

            friend.discovery.inviting(false);
            soon().until(() -> !joiner.sees(Kind.INVITING, 4006));
            assertThat(joiner.lost).extracting(Sighting::kind).contains(Kind.INVITING);
        }
    }

    @Test
    void deviceThatLeavesIsLost() {
        try (Watcher stays = Watcher.member(KEY, 4007)) {
            try (Watcher leaves = Watcher.member(KEY, 4008)) {
                soon().until(() -> stays.sees(Kind.MEMBER, 4008) && leaves.sees(Kind.MEMBER, 4007));
            }
            soon().until(() -> !stays.sees(Kind.MEMBER, 4008));
            assertThat(stays.lost).hasSize(1);
        }
    }

    @Test
    void newKeyMeansNewNamesAndOldKeyIsStillRecognisedWhileRetired() {
        try (Watcher one = Watcher.member(KEY, 4009);
                Watcher two = Watcher.member(KEY, 4010)) {
            soon().until(() -> one.sees(Kind.MEMBER, 4010));
            List<String> before = one.instances();

            two.keys.set(new DiscoveryKeys(Optional.of(OTHER), List.of(KEY)));
            soon().until(() -> !one.sees(Kind.MEMBER, 4010));
            soon().until(() -> two.sees(Kind.MEMBER, 4009));

            one.keys.set(new DiscoveryKeys(Optional.of(OTHER), List.of(KEY)));
            // the old name may still be said farewell to
            soon().until(() ->
                    one.sees(Kind.MEMBER, 4010) && one.instances().stream().noneMatch(before::contains));
        }
    }

    @Test
    void rotationLeavesNothingThatLinksOldAndNew() throws Exception {
        try (Capture capture = new Capture();
                Watcher one = Watcher.member(KEY, 4011);
                Watcher two = Watcher.member(KEY, 4012)) {
            soon().until(() -> one.sees(Kind.MEMBER, 4012) && two.sees(Kind.MEMBER, 4011));
            List<String> before = one.instances();
            Set<String> old = capture.names();

            two.discovery.rotate();
            soon().until(() ->
                    one.sees(Kind.MEMBER, 4012) && one.instances().stream().noneMatch(before::contains));

            assertThat(two.sighted).extracting(Sighting::kind).containsOnly(Kind.MEMBER);
            // others on this machine's loopback may announce themselves too
            assertThat(capture.names().size()).as("new host and instance").isGreaterThanOrEqualTo(old.size() + 2);
            assertThat(capture.packets())
                    .as("no packet names an old and a new name")
                    .noneMatch(packet -> before.stream().anyMatch(packet::contains)
                            && one.instances().stream().anyMatch(packet::contains));
        }
    }

    @Test
    void nothingOfTheMachineIsOnTheWire() throws Exception {
        try (Capture capture = new Capture();
                Watcher one = Watcher.member(KEY, 4013);
                Watcher two = Watcher.member(KEY, 4014)) {
            soon().until(() -> one.sees(Kind.MEMBER, 4014) && two.sees(Kind.MEMBER, 4013));
            soon().until(() -> capture.packets().size() >= 8);

            String hostName = label(InetAddress.getLocalHost().getHostName());
            String user = label(System.getProperty("user.name"));
            assertThat(capture.packets()).noneMatch(packet -> packet.contains(hostName) || packet.contains(user));
            assertThat(capture.packets())
                    .filteredOn(packet -> packet.contains("pair="))
                    .as("nobody invites")
                    .isEmpty();
        }
    }

    /** A DNS label as it is on the wire: its length, then its characters. */
    private static String label(String name) {
        return (char) name.length() + name.toLowerCase(Locale.ROOT);
    }

    @Test
    void garbageOnTheWireDoesNotMakeItDeaf() throws Exception {
        try (Capture capture = new Capture();
                Watcher one = Watcher.member(KEY, 4015)) {
            Random random = new Random(7);
            for (int i = 0; i < 300; i++) {
                byte[] octets = new byte[random.nextInt(200)];
                random.nextBytes(octets);
                if (octets.length > 12 && i % 2 == 0) {
                    System.arraycopy(new byte[] {0, 0, (byte) 0x84, 0, 0, 0, 0, 2, 0, 0, 0, 1}, 0, octets, 0, 12);
                }
                capture.send(octets);
            }
            try (Watcher two = Watcher.member(KEY, 4016)) {
                soon().until(() -> one.sees(Kind.MEMBER, 4016) && two.sees(Kind.MEMBER, 4015));
            }
        }
    }
}
