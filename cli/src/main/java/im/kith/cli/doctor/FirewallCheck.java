package im.kith.cli.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which packet filter this machine has, as far as the user may know, and what it must let in.
 *
 * <p>A filter alone is nothing wrong, and what its rules do to one packet is not worked out here: the multicast check sees what
 * comes of them.
 */
public final class FirewallCheck {

    private static final List<String> PLACES = List.of("/usr/sbin", "/sbin", "/usr/bin", "/bin", "/usr/local/sbin");
    private static final Pattern FILTERS =
            Pattern.compile("policy drop|\\bdrop\\b|\\breject\\b|-P INPUT DROP", Pattern.CASE_INSENSITIVE);
    private static final int PATIENCE_SECONDS = 3;

    private final List<String> found = new ArrayList<>();

    /**
     * What is there.
     *
     * @param port that kith listens on now, 0 if it does not
     */
    public Finding finding(long port) {
        ufw();
        firewalld();
        rules("nftables", "nft", "list", "ruleset");
        rules("iptables", "iptables", "-S");
        rules("ip6tables", "ip6tables", "-S");
        if (found.isEmpty()) {
            return Finding.good("firewall", "no packet filter is known to be at work here");
        }
        return Finding.good("firewall", String.join(", ", found) + " filters what comes in", hint(port));
    }

    private String hint(long port) {
        String tcp = port > 0 ? "TCP " + port : "kith's TCP port (kith up --port N keeps it the same)";
        String base = "Let in UDP 5353 (multicast DNS) and " + tcp + " from the local network";
        String number = port > 0 ? Long.toString(port) : "N";
        if (found.contains("ufw")) {
            return base + ": ufw allow 5353/udp; ufw allow " + number + "/tcp";
        } else if (found.contains("firewalld")) {
            return base + ": firewall-cmd --permanent --add-service=mdns --add-port=" + number
                    + "/tcp; firewall-cmd --reload";
        }
        // iptables may be nftables beneath, and its own rules are then among theirs
        String commands = found.contains("iptables") || found.contains("ip6tables")
                ? found.stream()
                        .filter(name -> !name.equals("nftables"))
                        .map(name -> opened(name + " -I INPUT -p %s --dport %s -j ACCEPT", number))
                        .collect(Collectors.joining("; "))
                : opened("nft insert rule inet filter input %s dport %s accept", number)
                        + " (or the table and chain with hook input in nft list ruleset)";
        return base + ": " + commands;
    }

    /** The command for mDNS, and for kith's own port. */
    private static String opened(String command, String port) {
        return command.formatted("udp", "5353") + "; " + command.formatted("tcp", port);
    }

    private void ufw() {
        try {
            Path config = Path.of("/etc/ufw/ufw.conf");
            if (Files.isReadable(config)
                    && Files.readString(config)
                            .lines()
                            .anyMatch(line -> line.strip().equalsIgnoreCase("ENABLED=yes"))) {
                found.add("ufw");
            }
        } catch (IOException notTold) {
            return;
        }
    }

    private void firewalld() {
        if (Files.exists(Path.of("/run/firewalld")) || Files.exists(Path.of("/run/firewalld.pid"))) {
            found.add("firewalld");
        }
    }

    /** Only root is told the rules; for others the programs fail, and nothing is known. */
    private void rules(String name, String program, String... arguments) {
        for (String place : PLACES) {
            Path path = Path.of(place, program);
            if (Files.isExecutable(path)) {
                List<String> command = new ArrayList<>(List.of(path.toString()));
                command.addAll(List.of(arguments));
                if (FILTERS.matcher(output(command)).find()) {
                    found.add(name);
                }
                return;
            }
        }
    }

    private static String output(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            CompletableFuture<String> out = CompletableFuture.supplyAsync(() -> read(process));
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "";
            }
            return out.join();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private static String read(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
