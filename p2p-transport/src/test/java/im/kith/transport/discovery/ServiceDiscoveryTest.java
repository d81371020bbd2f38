package im.kith.transport.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import im.kith.transport.discovery.ServiceConfig.Offer;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Services under names that stay, by real jmDNS on 127.0.0.1, and somebody who sends what he likes. */
@Timeout(180)
class ServiceDiscoveryTest {

    private static final String TYPE = "_kithtest._tcp";
    private static final int TTL = 120;

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(50));
    }

    /** One who announces and looks. */
    private static final class Person implements AutoCloseable {
        final AtomicReference<Optional<Offer>> offer;
        final ServiceDiscovery discovery;
        private volatile List<FoundService> found = List.of();
        private volatile Map<String, String> own = Map.of();

        Person(String name, int port) {
            offer = new AtomicReference<>(Optional.of(new Offer(port, Map.of("txtvers", "1"))));
            discovery = new ServiceDiscovery(
                    new ServiceConfig(
                            TYPE,
                            Set.of("127.0.0.1"),
                            choice -> choice == 0 ? name : name + "-" + choice,
                            offer::get,
                            new SecureRandom()),
                    (all, names) -> {
                        found = all;
                        own = names;
                    });
            discovery.start();
        }

        Optional<FoundService> sees(String instance) {
            return found.stream()
                    .filter(service -> service.instance().equals(instance))
                    .findFirst();
        }

        @Override
        public void close() {
            discovery.close();
        }
    }

    @Test
    void whatIsAnnouncedIsFoundWithItsTextItsChangesAndItsEnd() {
        try (Person one = new Person("romeo@forza", 6101)) {
            try (Person two = new Person("juliet@pronto", 6102)) {
                soon().until(() -> one.sees("juliet@pronto").isPresent()
                        && two.sees("romeo@forza").isPresent());
                assertThat(one.sees("juliet@pronto").orElseThrow())
                        .isEqualTo(new FoundService(
                                "juliet@pronto",
                                Map.of("txtvers", "1"),
                                Set.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 6102)),
                                "lo"));
                assertThat(one.own).containsExactly(Map.entry("lo", "romeo@forza"));
                assertThat(one.sees("romeo@forza")).as("itself").isEmpty();

                two.offer.set(Optional.of(new Offer(6102, Map.of("status", "away"))));
                soon().until(() -> one.sees("juliet@pronto")
                        .filter(service -> service.txt().equals(Map.of("status", "away")))
                        .isPresent());
            }
            soon().until(() -> one.sees("juliet@pronto").isEmpty());
        }
    }

    @Test
    void aFloodOfNamesIsBoundedAndSomebodyIsFoundAfterIt() throws Exception {
        try (Capture attacker = new Capture();
                Person victim = new Person("victim@flood", 6103)) {
            soon().until(() -> victim.own.size() == 1);
            for (int i = 0; i < 3000; i++) {
                attacker.send(packet("flood" + i, "127.0.0.1", "txtvers=1".getBytes(StandardCharsets.UTF_8)));
            }
            assertThat(victim.found.size()).isLessThanOrEqualTo(Heard.MAX);
            try (Person friend = new Person("friend@flood", 6104)) {
                soon().until(() -> {
                    victim.discovery.refresh();
                    return victim.sees("friend@flood").isPresent();
                });
                assertThat(friend.own).isNotEmpty();
            }
            assertThat(victim.own).containsValue("victim@flood");
        }
    }

    @Test
    void hostileTextsAndForeignAddressesAreNotBelievedAndHideNobody() throws Exception {
        try (Capture attacker = new Capture();
                Person victim = new Person("victim@texts", 6105)) {
            soon().until(() -> victim.own.size() == 1);
            Random random = new Random(174);
            soon().until(() -> {
                attacker.send(packet("elsewhere", "8.8.8.8", text("txtvers=1")));
                attacker.send(packet("everywhere", "0.0.0.0", text("txtvers=1")));
                attacker.send(packet("overrun", "127.0.0.1", new byte[] {(byte) 200, 'a'}));
                attacker.send(packet("nothing", "127.0.0.1", new byte[0]));
                attacker.send(packet("zero", "127.0.0.1", new byte[] {0}));
                attacker.send(packet("invalid", "127.0.0.1", new byte[] {4, 'a', '=', (byte) 0xff, (byte) 0xfe}));
                byte[] noise = new byte[random.nextInt(400)];
                random.nextBytes(noise);
                attacker.send(packet("noise", "127.0.0.1", noise));
                ByteArrayOutputStream many = new ByteArrayOutputStream();
                for (int i = 0; i < 200; i++) {
                    many.writeBytes(text("k" + i + "=v"));
                }
                attacker.send(packet("many", "127.0.0.1", many.toByteArray()));
                attacker.send(packet("good", "127.0.0.1", text("nick=Good")));
                return victim.sees("good").isPresent() && victim.sees("many").isPresent();
            });
            assertThat(victim.found).noneMatch(service -> service.instance().endsWith("where"));
            assertThat(victim.sees("many").orElseThrow().txt()).hasSizeLessThanOrEqualTo(32);
            assertThat(victim.sees("good").orElseThrow().txt()).containsEntry("nick", "Good");
        }
    }

    private static byte[] text(String pair) {
        byte[] octets = pair.getBytes(StandardCharsets.UTF_8);
        byte[] string = new byte[octets.length + 1];
        string[0] = (byte) octets.length;
        System.arraycopy(octets, 0, string, 1, octets.length);
        return string;
    }

    /** An announcement whose text is just that. */
    private static byte[] packet(String instance, String address, byte[] txt) throws IOException {
        String type = TYPE + ".local";
        String full = instance + "." + type;
        String server = instance + "-host.local";
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(octets);
        for (int field : List.of(0, 0x8400, 0, 4, 0, 0)) {
            out.writeShort(field);
        }
        Spoof.record(out, type, 12, 1, TTL, data -> Spoof.name(data, full));
        Spoof.record(out, full, 33, 0x8001, TTL, data -> {
            data.writeInt(0);
            data.writeShort(6666);
            Spoof.name(data, server);
        });
        Spoof.record(out, full, 16, 0x8001, TTL, data -> data.write(txt));
        Spoof.record(
                out,
                server,
                1,
                0x8001,
                TTL,
                data -> data.write(InetAddress.getByName(address).getAddress()));
        return octets.toByteArray();
    }
}
