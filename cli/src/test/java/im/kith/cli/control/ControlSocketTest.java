package im.kith.cli.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
@SuppressWarnings("try") // servers are there to be connected to
class ControlSocketTest {

    @TempDir
    Path home;

    private final RecordedService echo = new RecordedService((operation, parameters, events) -> {
        JsonObject answer = new JsonObject();
        answer.addProperty("op", operation);
        answer.add("params", parameters);
        return answer;
    });

    @BeforeEach
    void ownTheHome() throws IOException {
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
    }

    private ControlClient client() throws Failure {
        return ControlClient.connect(home).orElseThrow();
    }

    private static JsonObject object(String name, String value) {
        JsonObject object = new JsonObject();
        object.addProperty(name, value);
        return object;
    }

    @Test
    void aCallGoesThereAndItsAnswerComesBack() throws Failure {
        try (ControlServer server = ControlServer.start(home, echo, () -> {});
                ControlClient client = client()) {
            for (String text : List.of("Jülïet 朱丽叶 \n\u2028", "x".repeat(100_000))) {
                JsonElement answer = client.call("show", object("ref", text), event -> {});
                assertThat(answer.getAsJsonObject().get("op")).isEqualTo(new JsonPrimitive("show"));
                assertThat(answer.getAsJsonObject().get("params")).isEqualTo(object("ref", text));
            }
        }
    }

    @Test
    void nobodyElseMayReachTheSocket() throws Exception {
        try (ControlServer server = ControlServer.start(home, echo, () -> {})) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("control.sock"))))
                    .isEqualTo("rw-------");
        }
        assertThat(home.resolve("control.sock")).doesNotExist();
    }

    @Test
    void withoutADaemonThereIsNoClient() throws Failure {
        assertThat(ControlClient.connect(home)).isEmpty();
        assertThat(ControlClient.connect(home.resolve("missing"))).isEmpty();
    }

    @Test
    void theSocketOfADeadDaemonCountsAsNoneAndIsReplaced() throws Exception {
        Path socket = home.resolve("control.sock");
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(socket))
                .close();
        assertThat(socket).exists();
        assertThat(ControlClient.connect(home)).isEmpty();
        try (ControlServer server = ControlServer.start(home, echo, () -> {});
                ControlClient client = client()) {
            assertThat(client.call("status", new JsonObject(), event -> {}).isJsonObject())
                    .isTrue();
        }
    }

    @Test
    void aHomeTooDeepForTheKernelIsReachedAllTheSame() throws Exception {
        Path deep = Files.createDirectories(home.resolve("d".repeat(60)).resolve("e".repeat(60)));
        try (ControlServer server = ControlServer.start(deep, echo, () -> {});
                ControlClient client = ControlClient.connect(deep).orElseThrow()) {
            assertThat(deep.resolve("control.sock")).exists();
            assertThat(client.call("status", new JsonObject(), event -> {}).isJsonObject())
                    .isTrue();
        }
    }

    @Test
    void aFailureArrivesAsItWas() throws Failure {
        Failure failure = Failure.ambiguous("'jul' may be several", List.of("a1 Juliet", "a2 Julius"));
        RecordedService failing = new RecordedService((operation, parameters, events) -> {
            throw failure;
        });
        try (ControlServer server = ControlServer.start(home, failing, () -> {});
                ControlClient client = client()) {
            Failure arrived =
                    catchThrowableOfType(Failure.class, () -> client.call("show", new JsonObject(), event -> {}));
            assertThat(arrived.toJson()).isEqualTo(failure.toJson());
            assertThat(arrived.kind()).isEqualTo(Kind.AMBIGUOUS);
        }
    }

    @Test
    void aBugCostsOneCallAndNotTheDaemon() throws Failure {
        RecordedService broken = new RecordedService((operation, parameters, events) -> {
            if (operation.equals("list")) {
                throw new IllegalStateException("odd");
            }
            return new JsonPrimitive("fine");
        });
        try (ControlServer server = ControlServer.start(home, broken, () -> {});
                ControlClient client = client()) {
            assertThatThrownBy(() -> client.call("list", new JsonObject(), event -> {}))
                    .isInstanceOfSatisfying(
                            Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Kind.BUG));
            assertThat(client.call("show", new JsonObject(), event -> {})).isEqualTo(new JsonPrimitive("fine"));
        }
    }

    @Test
    void twoClientsAreServedAtTheSameTime() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        RecordedService meeting = new RecordedService((operation, parameters, events) -> {
            both.countDown();
            assertThat(both.await(20, TimeUnit.SECONDS)).isTrue();
            return new JsonPrimitive(operation);
        });
        try (ControlServer server = ControlServer.start(home, meeting, () -> {});
                ControlClient one = client();
                ControlClient other = client()) {
            Thread first = new Thread(() -> callQuietly(one));
            first.start();
            assertThat(other.call("status", new JsonObject(), event -> {})).isEqualTo(new JsonPrimitive("status"));
            first.join();
        }
    }

    private static void callQuietly(ControlClient client) {
        try {
            client.call("list", new JsonObject(), event -> {});
        } catch (Failure e) {
            throw new IllegalStateException(e);
        }
    }

    /** Two events, then nothing until somebody interrupts. */
    private static JsonElement stream(String operation, JsonObject parameters, Consumer<JsonObject> events)
            throws InterruptedException {
        events.accept(object("event", "added"));
        events.accept(object("event", "removed"));
        new CountDownLatch(1).await();
        return new JsonObject();
    }

    @Test
    void eventsArriveAsTheyHappenAndTheStreamEndsWhenTheClientHangsUp() throws Exception {
        RecordedService streaming = new RecordedService(ControlSocketTest::stream);
        List<JsonObject> seen = new ArrayList<>();
        CountDownLatch two = new CountDownLatch(2);
        try (ControlServer server = ControlServer.start(home, streaming, () -> {})) {
            ControlClient client = client();
            Thread watching = new Thread(() -> {
                try {
                    client.call("watch", new JsonObject(), event -> {
                        seen.add(event);
                        two.countDown();
                    });
                } catch (Failure hungUp) {
                    return;
                }
            });
            watching.start();
            assertThat(two.await(20, TimeUnit.SECONDS)).isTrue();
            client.close();
            assertThat(streaming.ended.await(20, TimeUnit.SECONDS)).isTrue();
            watching.join();
            assertThat(seen).containsExactly(object("event", "added"), object("event", "removed"));
        }
    }

    @Test
    void whatIsNoStreamIsCarriedOutThoughTheClientHasGone() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        RecordedService slow = new RecordedService((operation, parameters, events) -> {
            begun.countDown();
            mayEnd.await();
            done.countDown();
            return new JsonObject();
        });
        try (ControlServer server = ControlServer.start(home, slow, () -> {})) {
            try (SocketChannel raw = ControlAddress.connect(home)) {
                raw.write(ByteBuffer.wrap("{\"op\":\"add\",\"params\":{}}\n".getBytes(StandardCharsets.UTF_8)));
                assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            }
            try (ControlClient other = client()) {
                assertThat(other).isNotNull();
            }
            mayEnd.countDown();
            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(slow.interrupted.getCount()).isEqualTo(1);
        }
    }

    @Test
    void garbageAndOverlongLinesCostThatConnectionOnly() throws Exception {
        try (ControlServer server = ControlServer.start(home, echo, () -> {})) {
            try (SocketChannel raw = ControlAddress.connect(home)) {
                raw.write(ByteBuffer.wrap("not json\n".getBytes(StandardCharsets.UTF_8)));
                LineChannel answers = new LineChannel(raw, 1 << 20);
                assertThat(answers.read())
                        .hasToString("{\"error\":{\"code\":4,\"kind\":\"bad-input\","
                                + "\"message\":\"a line that is not JSON on the control socket\"}}");
                assertThat(answers.read()).isNull();
            }
            try (ControlClient client = client()) {
                assertThat(client.call("list", new JsonObject(), event -> {}).isJsonObject())
                        .isTrue();
            }
        }
    }

    @Test
    void aLineIsNeverTakenInBeyondItsLimit() throws Exception {
        try (ServerSocketChannel listening = ControlAddress.bind(home);
                SocketChannel writing = ControlAddress.connect(home);
                LineChannel reading = new LineChannel(listening.accept(), 1_000)) {
            writing.write(ByteBuffer.wrap("{}\n".getBytes(StandardCharsets.UTF_8)));
            assertThat(reading.read()).isEqualTo(new JsonObject());
            writing.write(ByteBuffer.wrap(new byte[2_000]));
            assertThatThrownBy(reading::read).isInstanceOf(IOException.class).hasMessageContaining("1000 octets");
        }
    }

    @Test
    void readyIsAnsweredOnceTheDaemonIs() throws Exception {
        try (ControlServer server = ControlServer.start(home, echo, () -> {});
                ControlClient client = client()) {
            new Thread(() -> server.ready(object("port", "7"))).start();
            assertThat(client.ready()).isEqualTo(object("port", "7"));
        }
    }

    @RepeatedTest(200)
    void whoAsksForTheStopIsAnsweredHoweverFastItComes() throws Exception {
        CompletableFuture<ControlServer> running = new CompletableFuture<>();
        try (ControlServer server =
                        ControlServer.start(home, echo, () -> running.join().close());
                ControlClient client = client()) {
            running.complete(server);
            assertThat(client.stop()).isEqualTo(ProcessHandle.current().pid());
        }
    }

    @Test
    void stopIsPassedOn() throws Exception {
        CountDownLatch stopped = new CountDownLatch(1);
        try (ControlServer server = ControlServer.start(home, echo, stopped::countDown);
                ControlClient client = client()) {
            assertThat(client.stop()).isEqualTo(ProcessHandle.current().pid());
            assertThat(stopped.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aDaemonThatEndsAmidACallIsToldAsSuch() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        RecordedService slow = new RecordedService((operation, parameters, events) -> {
            begun.countDown();
            new CountDownLatch(1).await();
            return new JsonObject();
        });
        ControlServer server = ControlServer.start(home, slow, () -> {});
        try (ControlClient client = client()) {
            new Thread(() -> {
                        try {
                            begun.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        server.close();
                    })
                    .start();
            assertThatThrownBy(() -> client.call("watch", new JsonObject(), event -> {}))
                    .isInstanceOfSatisfying(
                            Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Kind.BUSY));
        }
    }

    @Test
    void theThirtyThirdClientIsAskedToComeBack() throws Exception {
        List<ControlClient> clients = new ArrayList<>();
        try (ControlServer server = ControlServer.start(home, echo, () -> {})) {
            for (int i = 0; i < ControlServer.MOST_CLIENTS; i++) {
                ControlClient client = client();
                client.call("list", new JsonObject(), event -> {});
                clients.add(client);
            }
            try (ControlClient tooMany = client()) {
                assertThatThrownBy(() -> tooMany.call("list", new JsonObject(), event -> {}))
                        .isInstanceOfSatisfying(
                                Failure.class,
                                failure -> assertThat(failure.kind()).isEqualTo(Kind.BUSY));
            }
        } finally {
            clients.forEach(ControlClient::close);
        }
    }
}
