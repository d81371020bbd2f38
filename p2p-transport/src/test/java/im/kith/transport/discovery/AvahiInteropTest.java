package im.kith.transport.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import im.kith.core.octets.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real avahi on the other end of a cable: two network namespaces, jmDNS in one and avahi in the other.
 *
 * <p>Needs root, and Debian's iproute2, dbus, avahi-daemon and avahi-utils; nothing of it touches the machine's own network.
 */
class AvahiInteropTest {

    private static final Bytes KEY = Bytes.sha256(Bytes.utf8("discovery key"));
    private static final String DBUS = """
            <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
             "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
            <busconfig>
              <type>system</type>
              <listen>unix:path=%s</listen>
              <auth>EXTERNAL</auth>
              <policy context="default">
                <allow user="*"/><allow own="*"/>
                <allow send_destination="*"/><allow receive_sender="*"/>
              </policy>
            </busconfig>
            """;
    private static final String AVAHI = """
            [server]
            host-name=avahihost
            use-ipv4=yes
            use-ipv6=yes
            [publish]
            publish-workstation=no
            [rlimits]
            """;

    private final String ours = "kithmdns" + ProcessHandle.current().pid() + "a";
    private final String theirs = "kithmdns" + ProcessHandle.current().pid() + "b";
    private final List<Process> started = new ArrayList<>();

    @TempDir
    Path dir;

    @BeforeEach
    void plugIn() throws Exception {
        for (String tool : List.of("ip", "dbus-daemon", "avahi-daemon", "avahi-browse", "avahi-publish")) {
            if (Stream.of("/usr/bin/", "/usr/sbin/", "/sbin/", "/bin/")
                    .noneMatch(bin -> Files.isExecutable(Path.of(bin + tool)))) {
                fail(tool + " is missing: apt-get install iproute2 dbus avahi-daemon avahi-utils");
            }
        }
        ip("netns add " + ours);
        ip("netns add " + theirs);
        ip("link add eth0 netns " + ours + " type veth peer name eth0 netns " + theirs);
        ip("-n " + ours + " addr add 10.78.0.1/24 dev eth0");
        ip("-n " + theirs + " addr add 10.78.0.2/24 dev eth0");
        for (String host : List.of(ours, theirs)) {
            ip("-n " + host + " link set lo up");
            ip("-n " + host + " link set eth0 up multicast on");
        }
        startAvahi();
    }

    private static void ip(String arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(Arrays.asList(arguments.split(" ", -1)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            fail("ip " + arguments + ": " + output + " (network namespaces need root)");
        }
    }

    /** The daemon keeps its pid file at a fixed place; the namespace's own mounts keep it apart from the machine's. */
    private void startAvahi() throws IOException {
        Path socket = dir.resolve("bus");
        Path busConfig = Files.writeString(dir.resolve("bus.conf"), DBUS.formatted(socket));
        Path avahiConfig = Files.writeString(dir.resolve("avahi.conf"), AVAHI);
        in(theirs, "bus", "dbus-daemon", "--nofork", "--config-file=" + busConfig);
        await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(socket));
        in(
                theirs,
                "avahi",
                "sh",
                "-c",
                "mkdir -p /run/avahi-daemon; mount -t tmpfs tmpfs /run/avahi-daemon; exec avahi-daemon -f "
                        + avahiConfig + " --no-drop-root --no-chroot --no-rlimits --no-proc-title");
    }

    /** Runs a command in a namespace, its output going to a file that {@link #output} reads. */
    private Process in(String namespace, String name, String... command) throws IOException {
        List<String> line = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        line.addAll(Arrays.asList(command));
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve(name + ".out").toFile());
        builder.environment().put("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=" + dir.resolve("bus"));
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private String output(String name) throws IOException {
        Path file = dir.resolve(name + ".out");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private void startOurs(int port) throws IOException {
        in(
                ours,
                "ours",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                DiscoveryProbe.class.getName(),
                KEY.toHex(),
                Integer.toString(port));
    }

    @AfterEach
    void pullThePlug() throws Exception {
        for (int i = started.size() - 1; i >= 0; i--) {
            started.get(i).destroy();
            if (!started.get(i).waitFor(10, TimeUnit.SECONDS)) {
                started.get(i).destroyForcibly();
            }
        }
        ip("netns del " + ours);
        ip("netns del " + theirs);
    }

    @Test
    void avahiSeesUsAndWeSeeWhatAvahiPublishes() throws Exception {
        startOurs(4711);
        Bytes nonce = Bytes.hex("5a".repeat(16));
        Txt txt = new Txt(nonce, DiscoveryTag.compute(KEY, nonce, "published-by-avahi"), false);
        await().atMost(Duration.ofSeconds(30)).until(() -> output("avahi").contains("Server startup complete"));
        in(theirs, "browse", "avahi-browse", "-rp", "_kith._tcp");
        in(
                theirs,
                "publish",
                "avahi-publish",
                "-s",
                "published-by-avahi",
                "_kith._tcp",
                "4712",
                "v=1",
                "n=" + DiscoveryTag.text(nonce),
                "t=" + txt.tag());

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(output("browse"))
                        .containsPattern(
                                "=;eth0;IPv4;[0-9a-f]{32};_kith._tcp;local;[0-9a-f]{32}.local;10.78.0.1;4711;.*\"v=1\"")
                        .containsPattern(
                                "=;eth0;IPv6;[0-9a-f]{32};_kith._tcp;local;[0-9a-f]{32}.local;fe80:[0-9a-f:]*;4711;"));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(output("ours"))
                        .containsPattern("sighted .* MEMBER published-by-avahi .*/10.78.0.2:4712")
                        .containsPattern("MEMBER published-by-avahi .*fe80:[0-9a-f:]*%[0-9]+\\]:4712"));
    }
}
