package im.kith.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import im.kith.cli.control.ControlClient;
import im.kith.cli.render.Terminal;
import im.kith.cli.service.Access;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import im.kith.cli.service.PassphraseSource;
import im.kith.cli.service.Service;
import im.kith.cli.service.ServiceOpener;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DaemonCommandTest {

    @TempDir
    Path home;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** Listens on nothing; its daemon is ready at once and ends when it is closed. */
    private static final class QuietEngine implements ServiceOpener, Service {

        final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public Service open(Path home, PassphraseSource passphrase, Access access) {
            return this;
        }

        @Override
        public JsonElement call(String operation, JsonObject parameters, Consumer<JsonObject> events) {
            if (!operation.equals("daemon")) {
                return new JsonPrimitive(operation + " through the daemon");
            }
            JsonObject ready = new JsonObject();
            ready.addProperty("event", "ready");
            ready.addProperty("port", 7227);
            events.accept(ready);
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new JsonObject();
        }

        @Override
        public boolean needsPassphrase(Path home) {
            return false;
        }

        @Override
        public OptionalLong holder(Path home) {
            return OptionalLong.empty();
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    private int kith(ServiceOpener engine, ByteArrayOutputStream to, String... arguments) {
        Map<String, String> environment =
                Map.of("KITH_HOME", home.toString(), "PATH", System.getenv().getOrDefault("PATH", ""));
        Terminal terminal = new Terminal(InputStream.nullInputStream(), to, err, "", environment);
        return new Kith(terminal, given -> engine).run(arguments);
    }

    private ControlClient daemon() {
        return Awaitility.await()
                .atMost(30, TimeUnit.SECONDS)
                .until(() -> ControlClient.connect(home), Optional::isPresent)
                .orElseThrow();
    }

    @Test
    void commandsGoThroughTheDaemonUntilItIsToldToStop() throws Exception {
        QuietEngine engine = new QuietEngine();
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        CompletableFuture<Integer> code =
                CompletableFuture.supplyAsync(() -> kith(engine, told, "daemon", "--json", "--no-mdns"));
        try (ControlClient client = daemon()) {
            JsonObject running = client.ready();
            assertThat(running.get("port").getAsInt()).isEqualTo(7227);
            assertThat(running.get("running").getAsBoolean()).isTrue();
            assertThat(kith(new RecordingEngine(), out, "status", "--json")).isZero();
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("\"status through the daemon\"\n");
            out.reset();
            assertThat(kith(engine, out, "up", "--json")).isZero();
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(running + "\n");
            assertThat(kith(new QuietEngine(), out, "daemon")).isEqualTo(6);
            assertThat(err.toString(StandardCharsets.UTF_8)).contains("a daemon runs already");
            client.stop();
        }
        assertThat(code.get(30, TimeUnit.SECONDS)).isZero();
        assertThat(told.toString(StandardCharsets.UTF_8))
                .isEqualTo("{\"event\":\"ready\",\"port\":7227}\n{\"event\":\"stopped\"}\n");
        assertThat(home.resolve("control.sock")).doesNotExist();
    }

    @Test
    void upTellsWhyTheDaemonDidNotStart() throws Exception {
        assertThat(kith(new QuietEngine(), out, "up", "--json")).isEqualTo(3);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("\"kind\":\"not-found\"");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("daemon.log"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aDaemonThatCannotOpenItsStoreFailsAsAnyCommand() {
        RecordingEngine engine = new RecordingEngine();
        engine.failure = Failure.of(Kind.STORAGE, "damaged");
        assertThat(kith(engine, out, "daemon")).isEqualTo(9);
        assertThat(home.resolve("control.sock")).doesNotExist();
    }
}
