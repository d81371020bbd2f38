package im.kith.cli.control;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import im.kith.cli.service.Service;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The daemon's service, reached through its control socket. One call at a time. */
public final class ControlClient implements Service {

    /** What the server answers itself, besides the service's operations. */
    static final String READY = "ready";

    static final String STOP = "stop";

    /** A list of 100,000 contacts is some 60 MB. */
    private static final int LONGEST_ANSWER = 512 << 20;

    private final LineChannel channel;

    private ControlClient(LineChannel channel) {
        this.channel = channel;
    }

    /** The daemon of {@code home}; empty if none runs, also where a dead one left its socket. */
    public static Optional<ControlClient> connect(Path home) throws Failure {
        if (!Files.exists(ControlAddress.of(home))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ControlClient(new LineChannel(ControlAddress.connect(home), LONGEST_ANSWER)));
        } catch (ConnectException nobodyListens) {
            return Optional.empty();
        } catch (IOException e) {
            if (!Files.exists(ControlAddress.of(home))) {
                return Optional.empty();
            }
            throw Failure.of(
                            Kind.STORAGE,
                            "cannot reach the daemon at " + ControlAddress.of(home) + ": " + e.getMessage(),
                            "Are you the user who started it?")
                    .causedBy(e);
        }
    }

    /** Waits until the daemon is ready; then what {@code up} prints. */
    public JsonObject ready() throws Failure {
        return object(call(READY, new JsonObject(), event -> {}));
    }

    /** Asks the daemon to stop; its process, which is gone some time after this returns. */
    public long stop() throws Failure {
        return object(call(STOP, new JsonObject(), event -> {})).get("pid").getAsLong();
    }

    @Override
    public synchronized JsonElement call(String operation, JsonObject parameters, Consumer<JsonObject> events)
            throws Failure {
        JsonObject request = new JsonObject();
        request.addProperty("op", operation);
        request.add("params", parameters);
        try {
            channel.write(request);
            while (true) {
                JsonObject answer = channel.read();
                if (answer == null) {
                    throw gone(null);
                }
                if (answer.get("event") instanceof JsonObject event) {
                    accept(event, events);
                } else if (answer.get("error") instanceof JsonObject error) {
                    throw Failure.fromJson(error);
                } else {
                    return answer.has("result") ? answer.get("result") : JsonNull.INSTANCE;
                }
            }
        } catch (IOException e) {
            throw gone(e);
        }
    }

    private void accept(JsonObject event, Consumer<JsonObject> events) {
        try {
            events.accept(event);
        } catch (RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static Failure gone(@Nullable IOException cause) {
        Failure failure = Failure.of(
                Kind.BUSY,
                "the daemon ended before it answered",
                "What it had reported as done is done. See daemon.log in the home, then try again.");
        return cause == null ? failure : failure.causedBy(cause);
    }

    private static JsonObject object(JsonElement element) {
        return element instanceof JsonObject object ? object : new JsonObject();
    }

    /** Hangs up, which ends a stream that another thread is reading. */
    @Override
    public void close() {
        channel.close();
    }
}
