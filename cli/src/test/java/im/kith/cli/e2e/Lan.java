package im.kith.cli.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A LAN of hosts on this machine: network namespaces on one bridge, addresses 10.77.0.N and fd77::N. Real multicast, real
 * sockets, nothing leaves the machine. Needs root and iproute2.
 */
final class Lan implements AutoCloseable {

    private final String name;
    private final int hosts;

    private Lan(String name, int hosts) {
        this.name = name;
        this.hosts = hosts;
    }

    /** A LAN of hosts 1 to {@code hosts}; {@code name} tells it from others on this machine. */
    static Lan up(String name, int hosts) {
        Lan lan = new Lan("k" + name + ProcessHandle.current().pid(), hosts);
        ip("netns", "add", lan.bridge());
        inNamespace(lan.bridge(), "link", "set", "lo", "up");
        inNamespace(lan.bridge(), "link", "add", "br0", "type", "bridge", "mcast_snooping", "0");
        inNamespace(lan.bridge(), "link", "set", "br0", "up");
        IntStream.rangeClosed(1, hosts).forEach(lan::addHost);
        return lan;
    }

    private void addHost(int host) {
        String space = host(host);
        String port = "p" + host;
        ip("netns", "add", space);
        inNamespace(space, "link", "set", "lo", "up");
        ip("link", "add", "eth0", "netns", space, "type", "veth", "peer", "name", port, "netns", bridge());
        inNamespace(bridge(), "link", "set", port, "master", "br0", "up");
        inNamespace(space, "addr", "add", address(host) + "/24", "dev", "eth0");
        inNamespace(space, "-6", "addr", "add", "fd77::" + host + "/64", "dev", "eth0", "nodad");
        inNamespace(space, "link", "set", "eth0", "up", "multicast", "on");
        inNamespace(space, "route", "add", "default", "via", "10.77.0.254");
    }

    static String address(int host) {
        return "10.77.0." + host;
    }

    /** {@code command} to be run on {@code host}. */
    List<String> on(int host, List<String> command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", host(host)));
        all.addAll(command);
        return all;
    }

    /** Pulls the cable of {@code host}. */
    void unplug(int host) {
        inNamespace(bridge(), "link", "set", "p" + host, "down");
    }

    /** Whether the interface of {@code host} says that it can multicast. */
    void multicast(int host, boolean on) {
        inNamespace(host(host), "link", "set", "eth0", "multicast", on ? "on" : "off");
    }

    /** Gives {@code host} a loopback interface that is up, for what serves there only. */
    void loopback(int host) {
        inNamespace(host(host), "link", "set", "lo", "up");
    }

    void plug(int host) {
        inNamespace(bridge(), "link", "set", "p" + host, "up");
    }

    private String bridge() {
        return name + "-sw";
    }

    private String host(int host) {
        return name + "-" + host;
    }

    @Override
    public void close() {
        IntStream.rangeClosed(1, hosts).forEach(host -> ip("netns", "del", host(host)));
        ip("netns", "del", bridge());
    }

    private static void inNamespace(String space, String... arguments) {
        ip(Stream.concat(Stream.of("-n", space), Stream.of(arguments)).toArray(String[]::new));
    }

    private static void ip(String... arguments) {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        Commands.run(command, Map.of()).ok();
    }
}
