package im.kith.cli.clients;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Debian's Prosody with some accounts, in a directory of its own and on a port of loopback: the server that kith is compared with. */
public final class Prosody implements AutoCloseable {

    private static final String PASSWORD = "the password of a test";
    private static final String DOMAIN = "capulet.lit";

    private final Process process;
    private final int port;

    private Prosody(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it with accounts of {@code users} and waits until it listens. */
    public static Prosody start(Path directory, String... users) throws IOException {
        Path accounts = Files.createDirectories(
                directory.resolve("data").resolve(encoded(DOMAIN)).resolve("accounts"));
        for (String user : users) {
            Files.writeString(
                    accounts.resolve(encoded(user) + ".dat"), "return { [\"password\"] = \"" + PASSWORD + "\" };\n");
        }
        int port = freePort();
        Path configuration =
                Files.writeString(directory.resolve("prosody.cfg.lua"), """
            run_as_root = true
            data_path = "%1$s/data"
            pidfile = "%1$s/prosody.pid"
            log = { warn = "%1$s/log" }
            interfaces = { "127.0.0.1" }
            c2s_ports = { %2$d }
            c2s_direct_tls_ports = {}
            legacy_ssl_ports = {}
            modules_enabled = { "roster"; "saslauth"; "disco"; "carbons"; "pep"; "ping"; "smacks"; "blocklist"; "private"; "vcard_legacy" }
            modules_disabled = { "s2s"; "tls"; "admin_socket"; "offline" }
            authentication = "internal_plain"
            storage = "internal"
            c2s_require_encryption = false
            allow_unencrypted_plain_auth = true
            VirtualHost "%3$s"
            """.formatted(directory, port, DOMAIN));
        Process process = new ProcessBuilder(List.of("prosody", "-F", "--config", configuration.toString()))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("out").toFile())
                .start();
        Prosody prosody = new Prosody(process, port);
        await().atMost(Duration.ofSeconds(60)).until(() -> prosody.listens() || !process.isAlive());
        if (!process.isAlive()) {
            throw new IOException("Prosody ended: " + Files.readString(directory.resolve("out")));
        }
        return prosody;
    }

    /** A name as Prosody makes it a file's. */
    private static String encoded(String name) {
        StringBuilder encoded = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            encoded.append(plain ? String.valueOf(c) : String.format("%%%02x", (int) c));
        }
        return encoded.toString();
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** A port of loopback that nobody had a moment ago. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public Account account(String user) {
        return new Account(port, user + "@" + DOMAIN, PASSWORD);
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
