package im.kith.cli.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** A host of a {@link Lan} with avahi, and a D-Bus of its own for what uses it. */
final class AvahiHost implements AutoCloseable {

    private static final String BUS = """
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
            host-name=%s
            [publish]
            publish-workstation=no
            [rlimits]
            """;

    private final Lan lan;
    private final int host;
    private final Map<String, String> environment;
    private final Deque<Talker> started = new ArrayDeque<>();

    /**
     * Ready when it returns.
     *
     * @param name of the host in the DNS
     */
    AvahiHost(Lan lan, int host, String name, Path directory) throws IOException {
        this.lan = lan;
        this.host = host;
        Path socket = directory.resolve("bus");
        this.environment = Map.of("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=" + socket);
        Path bus = Files.writeString(directory.resolve("bus.conf"), BUS.formatted(socket));
        Path avahi = Files.writeString(directory.resolve("avahi.conf"), AVAHI.formatted(name));
        start("dbus-daemon", "--nofork", "--config-file=" + bus);
        await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(socket));
        Talker daemon = start(
                "sh",
                "-c",
                "mkdir -p /run/avahi-daemon; mount -t tmpfs tmpfs /run/avahi-daemon; exec avahi-daemon -f " + avahi
                        + " --no-drop-root --no-chroot --no-rlimits --no-proc-title");
        await().atMost(Duration.ofSeconds(30)).until(() -> daemon.said().contains("Server startup complete"));
    }

    /** Starts a program there, ended with the host. */
    Talker start(String... command) {
        Talker talker = new Talker(lan.on(host, List.of(command)), environment);
        started.push(talker);
        return talker;
    }

    @Override
    public void close() {
        started.forEach(Talker::close);
    }
}
