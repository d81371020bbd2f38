package im.kith.cli.engine;

import im.kith.Kith;
import im.kith.cli.doctor.Finding;
import im.kith.transport.discovery.MulticastProbe;
import im.kith.transport.engine.Network;
import im.kith.transport.engine.NetworkOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is seen of the network: the own port, and multicast on every interface. */
final class NetworkFindings {

    private static final int CONNECT_MILLIS = 2000;
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final String OTHERWISE =
            "Where multicast cannot be had: kith up --peer HOST:PORT on one of the devices.";

    private static final String FILTERED =
            "Does a packet filter keep UDP 5353 out or in? It must be let through both ways. ";
    private static final String TAKEN =
            "Another program has UDP 5353 for itself (ss -lunp 'sport = :5353' shows which one): stop it. ";

    private final Kith kith;
    private final Optional<Network> network;
    private final SecureRandom random;
    private final List<Finding> findings = new ArrayList<>();

    NetworkFindings(Kith kith, SecureRandom random) {
        this.kith = kith;
        this.network = kith.network();
        this.random = random;
    }

    List<Finding> all(Parameters given) throws Exception {
        port();
        if (network.isPresent()) {
            findings.addAll(protocol(
                    NetworkCalls.incompatible(kith), network.get().connected().size()));
        }
        NetworkOptions options = network.map(Network::options).orElse(NetworkOptions.DEFAULT);
        Set<String> named = Set.copyOf(given.texts("interfaces"));
        if (options.mdns() && !given.text("mdns").equals(Optional.of("false"))) {
            multicast(named.isEmpty() ? options.interfaces() : named);
        } else {
            findings.add(Finding.good("multicast", "not tried (--no-mdns)"));
        }
        return findings;
    }

    private void port() {
        if (network.isEmpty()) {
            findings.add(Finding.good("port", "the daemon does not run, so devices meet on kith sync only", "kith up"));
            return;
        }
        int port = network.get().listeningPort();
        List<InetAddress> listening = network.get().listening();
        if (port == 0 || listening.isEmpty()) {
            findings.add(
                    Finding.good("port", "listens nowhere: no interface is up", "Plug a cable in, or join a network."));
            return;
        }
        List<String> deaf = listening.stream()
                .filter(address -> !answers(address, port))
                .map(InetAddress::getHostAddress)
                .toList();
        findings.add(
                deaf.isEmpty()
                        ? Finding.good("port", "TCP " + port + " answers on " + listening.size() + " addresses")
                        : Finding.bad(
                                "port",
                                "TCP " + port + " does not answer on " + String.join(", ", deaf),
                                "Let TCP " + port
                                        + " in where a packet filter keeps it out; else kith down, kith up."));
    }

    /** What is known of the others' versions is what they said when they were met. */
    static List<Finding> protocol(List<String> incompatible, int connected) {
        if (!incompatible.isEmpty()) {
            return incompatible.stream()
                    .map(text -> Finding.bad("protocol", text, "Until then the two do not sync."))
                    .toList();
        }
        return List.of(Finding.good(
                "protocol",
                connected == 0
                        ? "no device is connected, so none has told its version"
                        : StoreFindings.counted(connected, "device") + " connected, in this kith's protocol"));
    }

    private static boolean answers(InetAddress address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void multicast(Set<String> interfaces) throws SocketException, InterruptedException {
        for (String name : MulticastProbe.absent(interfaces)) {
            findings.add(Finding.bad(
                    "multicast",
                    name + " is no interface that is up here, nor an address of one",
                    "ip -brief address shows what there is."));
        }
        for (String name : MulticastProbe.unable(interfaces)) {
            findings.add(Finding.bad(
                    "multicast",
                    name + " is up but does no multicast, so no device is found there",
                    "ip link set dev " + name + " multicast on. " + OTHERWISE));
        }
        var byLink = MulticastProbe.run(interfaces, PATIENCE, random).stream()
                .collect(Collectors.groupingBy(MulticastProbe.Result::link, TreeMap::new, Collectors.toList()));
        byLink.forEach((link, results) -> findings.add(multicast(link, results)));
        if (byLink.isEmpty() && findings.stream().allMatch(Finding::ok)) {
            findings.add(Finding.good("multicast", "no interface is up that devices could be found on"));
        }
    }

    private static Finding multicast(String link, List<MulticastProbe.Result> results) {
        String each = results.stream().map(NetworkFindings::words).collect(Collectors.joining(", "));
        boolean heard = results.stream().anyMatch(MulticastProbe.Result::heard);
        boolean all = results.stream().allMatch(MulticastProbe.Result::heard);
        String detail = link + ": own announcement " + each;
        if (!heard) {
            return Finding.bad("multicast", detail, (isTaken(results) ? TAKEN : FILTERED) + OTHERWISE);
        }
        return all
                ? Finding.good("multicast", detail)
                : Finding.good(
                        "multicast", detail, "One of the two is enough; UDP 5353 may be filtered for the other.");
    }

    private static boolean isTaken(List<MulticastProbe.Result> results) {
        return results.stream().allMatch(each -> each.trouble().orElse("").contains("in use"));
    }

    private static String words(MulticastProbe.Result result) {
        String how = result.heard()
                ? "heard"
                : result.trouble().map(trouble -> "failed (" + trouble + ")").orElse("not heard");
        return how + " by " + result.family();
    }
}
