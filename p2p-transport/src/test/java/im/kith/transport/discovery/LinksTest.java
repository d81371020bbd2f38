package im.kith.transport.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinksTest {

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(literal, e);
        }
    }

    private final Link link = new Link(
            "eth0",
            7,
            List.of(address("10.77.0.1")),
            List.of(new Subnet(address("10.77.0.1"), 20), new Subnet(address("fd77::1"), 64)));

    @ParameterizedTest
    @ValueSource(strings = {"10.77.0.2", "10.77.15.255", "fd77::2", "fd77::ffff:0:0:1"})
    void neighboursAreOnLink(String literal) {
        assertThat(link.onLink(address(literal))).contains(address(literal));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.77.16.1",
                "8.8.8.8",
                "127.0.0.1",
                "fd77:0:0:1::2",
                "2001:db8::1",
                "0.0.0.0",
                "224.0.0.251",
                "ff02::fb",
                "::"
            })
    void restOfTheWorldIsNot(String literal) {
        assertThat(link.onLink(address(literal))).isEmpty();
    }

    @Test
    void linkLocalAddressGetsTheScopeOfItsLink() {
        assertThat(link.onLink(address("fe80::1")))
                .hasValueSatisfying(scoped ->
                        assertThat(((Inet6Address) scoped).getScopeId()).isEqualTo(7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker0", "br-3f2a", "veth12ab", "tun0", "tap0", "wg0", "virbr0", "tailscale0"})
    void bridgesAndTunnelsAreSkippedByName(String name) {
        assertThat(Links.isSkipped(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"eth0", "wlan0", "enp3s0", "br0", "bond0", "wlp2s0", "eno1"})
    void ordinaryInterfacesAreNot(String name) {
        assertThat(Links.isSkipped(name)).isFalse();
    }

    @Test
    void loopbackIsUsedOnlyWhenNamed() throws SocketException {
        String loopback = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress())
                .getName();

        assertThat(new Links(Set.of()).current()).extracting(Link::name).doesNotContain(loopback);
        assertThat(new Links(Set.of(loopback)).current()).extracting(Link::name).containsExactly(loopback);
        assertThat(new Links(Set.of("127.0.0.1")).current())
                .singleElement()
                .satisfies(link -> assertThat(link.binds()).containsExactly(address("127.0.0.1")));
        assertThat(new Links(Set.of("no-such-interface")).current()).isEmpty();
    }
}
