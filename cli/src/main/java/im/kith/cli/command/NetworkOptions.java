package im.kith.cli.command;

import com.google.gson.JsonObject;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code daemon} and {@code up}. */
final class NetworkOptions {

    @Option(names = "--port", paramLabel = "N", description = "listen here (else on a free port)")
    private @Nullable Integer port;

    @Option(
            names = "--interface",
            paramLabel = "IF|ADDR",
            description = "only on this network interface or address; may be repeated")
    private List<String> interfaces = List.of();

    @Option(names = "--no-mdns", description = "do not announce and do not look for devices by multicast")
    private boolean withoutMdns;

    @Option(names = "--peer", paramLabel = "HOST:PORT", description = "a device to connect to; may be repeated")
    private List<String> peers = List.of();

    @Option(
            names = "--xmpp",
            paramLabel = "PORT",
            description = "serve XMPP software on this machine here, on 127.0.0.1 and ::1 (0: a free port)")
    private @Nullable Integer xmpp;

    @Option(
            names = "--link-local",
            description =
                    "show yourself to everybody on the LAN and talk with neighbours (XEP-0174): all of them can read your address, your user"
                            + " name and this device's name")
    private boolean linkLocal;

    /** What the service's {@code daemon} takes. */
    JsonObject parameters() throws Failure {
        check();
        return new Params()
                .with("port", port)
                .with("interfaces", interfaces)
                .with("mdns", !withoutMdns)
                .with("peers", peers)
                .with("xmpp", xmpp)
                .with("linkLocal", linkLocal)
                .json();
    }

    /** The same options for a child process. */
    List<String> arguments() throws Failure {
        check();
        List<String> arguments = new ArrayList<>();
        if (port != null) {
            arguments.addAll(List.of("--port", port.toString()));
        }
        interfaces.forEach(each -> arguments.addAll(List.of("--interface", each)));
        if (withoutMdns) {
            arguments.add("--no-mdns");
        }
        peers.forEach(each -> arguments.addAll(List.of("--peer", each)));
        if (xmpp != null) {
            arguments.addAll(List.of("--xmpp", xmpp.toString()));
        }
        if (linkLocal) {
            arguments.add("--link-local");
        }
        return arguments;
    }

    private void check() throws Failure {
        checkPort(port);
        checkPort(xmpp);
        if (linkLocal && withoutMdns) {
            throw Failure.of(
                    Kind.USAGE, "--link-local needs multicast, which --no-mdns forbids", "Leave one of the two out.");
        }
        for (String peer : peers) {
            checkPeer(peer);
        }
    }

    private static void checkPort(@Nullable Integer given) throws Failure {
        if (given != null && (given < 0 || given > 65_535)) {
            throw Failure.of(Kind.USAGE, "there is no port " + given);
        }
    }

    /** {@code HOST:PORT}, an IPv6 address in brackets. */
    static void checkPeer(String peer) throws Failure {
        int colon = peer.lastIndexOf(':');
        String host = peer.substring(0, Math.max(0, colon));
        boolean bare = host.contains(":") && !(host.startsWith("[") && host.endsWith("]"));
        if (host.isEmpty() || bare || !isPort(peer.substring(colon + 1))) {
            throw Failure.of(
                    Kind.USAGE, "'" + peer + "' is not HOST:PORT", "For example: 192.0.2.7:4567 or [2001:db8::7]:4567");
        }
    }

    private static boolean isPort(String text) {
        try {
            int port = Integer.parseInt(text);
            return port > 0 && port <= 65_535;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
