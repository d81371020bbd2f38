package im.kith.cli.demo;

import com.google.gson.JsonParser;
import im.kith.cli.render.Json;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code kith device invite} running beside the rest of the script. */
final class Invitation implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 20;

    private final CompletableFuture<String> code = new CompletableFuture<>();
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    private final Thread thread;

    Invitation(DemoDevice device) {
        thread = new Thread(() -> wait(device), "kith-demo-invite");
        thread.setDaemon(true);
        thread.start();
    }

    private void wait(DemoDevice device) {
        try {
            device.run(new FirstLine(), "device", "invite", "--ttl", "60");
            ended.complete(true);
        } catch (Failure | RuntimeException e) {
            code.completeExceptionally(e);
            ended.completeExceptionally(e);
        }
    }

    /** The code, once the command has printed it. */
    String code() throws Failure {
        return get(code);
    }

    /** Waits until the command has ended, the other device having joined. */
    void await() throws Failure {
        get(ended);
    }

    private static <T> T get(CompletableFuture<T> future) throws Failure {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Failure failure
                    ? failure
                    : Failure.of(Kind.BUG, String.valueOf(e.getCause()));
        } catch (TimeoutException e) {
            throw Failure.of(Kind.NETWORK, "the invitation did not come to its end in time")
                    .causedBy(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(Kind.BUSY, "interrupted");
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    /** What the command prints; its first line holds the code. */
    private final class FirstLine extends OutputStream {

        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        @Override
        public void write(int octet) {
            if (octet == '\n' && !code.isDone()) {
                code.complete(Json.text(JsonParser.parseString(line.toString(StandardCharsets.UTF_8)), "code"));
            }
            line.write(octet);
        }
    }
}
