package im.kith.bench.pep;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A server's process: Prosody or ejabberd, in a directory of its own, on a port of loopback. */
record Daemon(String name, Login login, Process process) implements Server {

    private static final String DOMAIN = "capulet.lit";
    private static final String PASSWORD = "the password of a benchmark";
    private static final String PROSODY = """
            run_as_root = true
            data_path = "%1$s/data"
            pidfile = "%1$s/pid"
            log = { error = "%1$s/log" }
            interfaces = { "127.0.0.1" }
            c2s_ports = { %2$d }
            c2s_direct_tls_ports = {}
            legacy_ssl_ports = {}
            modules_enabled = { "roster"; "saslauth"; "disco"; "pep"; "ping" }
            modules_disabled = { "s2s"; "tls"; "admin_socket"; "offline" }
            authentication = "internal_plain"
            default_storage = "sql"
            storage = { accounts = "internal" }
            sql = { driver = "SQLite3", database = "%1$s/sqlite" }
            c2s_require_encryption = false
            allow_unencrypted_plain_auth = true
            pep_max_items = 100000
            c2s_stanza_size_limit = 104857600
            VirtualHost "capulet.lit"
            """;
    private static final String EJABBERD = """
            hosts: [capulet.lit]
            loglevel: error
            listen:
              - port: %2$d
                ip: "127.0.0.1"
                module: ejabberd_c2s
                shaper: none
                max_stanza_size: 104857600
            auth_method: internal
            registration_timeout: infinity
            modules:
              mod_caps: {}
              mod_disco: {}
              mod_roster: {}
              mod_register:
                ip_access: all
              mod_pubsub:
                access_createnode: all
                max_items_node: unlimited
                plugins: [pep]
            """;

    static Daemon prosody(Path directory) throws IOException, InterruptedException {
        Login login = new Login(freePort(), "juliet", DOMAIN, PASSWORD, false);
        Path users = Files.createDirectories(directory.resolve("data/capulet%2elit/accounts"));
        Files.writeString(users.resolve("juliet.dat"), "return { [\"password\"] = \"" + PASSWORD + "\" };\n");
        Path file = configuration(directory.resolve("prosody.cfg.lua"), PROSODY, login);
        return start("Prosody", login, directory, Map.of(), List.of("prosody", "-F", "--config", file.toString()));
    }

    /** Without Erlang's distribution, which would listen on every interface. */
    static Daemon ejabberd(Path directory) throws IOException, InterruptedException {
        Login login = new Login(freePort(), "juliet", DOMAIN, PASSWORD, true);
        Path file = configuration(directory.resolve("ejabberd.yml"), EJABBERD, login);
        return start(
                "ejabberd",
                login,
                directory,
                Map.of(
                        "ERL_LIBS", "/usr/lib/x86_64-linux-gnu",
                        "EJABBERD_CONFIG_PATH", file.toString(),
                        "EJABBERD_LOG_PATH", directory.resolve("ejabberd.log").toString(),
                        "HOME", directory.toString()),
                List.of(
                        "erl",
                        "+K",
                        "true",
                        "-noinput",
                        "-mnesia",
                        "dir",
                        "\"" + directory.resolve("db") + "\"",
                        "-s",
                        "ejabberd"));
    }

    private static Path configuration(Path file, String text, Login login) throws IOException {
        return Files.writeString(file, String.format(text, file.getParent(), login.port()));
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Daemon start(
            String name, Login login, Path directory, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("out").toFile());
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new IOException(
                    name + " is not here: sudo apt-get install --no-install-recommends "
                            + name.toLowerCase(java.util.Locale.ROOT),
                    e);
        }
        for (int i = 0; i < 300 && process.isAlive(); i++) {
            if (listens(login.port())) {
                return new Daemon(name, login, process);
            }
            Thread.sleep(100);
        }
        process.destroy();
        throw new IOException(name + " did not start: " + Files.readString(directory.resolve("out")));
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.onExit().get(5, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
