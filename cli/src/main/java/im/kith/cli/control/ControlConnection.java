package im.kith.cli.control;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;

/**
 * One client of the control socket: a thread that reads its requests and sees it hang up, and one that answers.
 *
 * <p>Only streams are interrupted when the client has gone; anything else was asked for and is carried out.
 */
final class ControlConnection {

    private static final Set<String> STREAMS = Set.of("watch", "device invite", ControlClient.READY);
    private static final int STACK = 1 << 20;

    private final LineChannel channel;
    private final ControlServer server;
    private final BlockingQueue<Optional<JsonObject>> requests = new ArrayBlockingQueue<>(1);
    private final Thread reader = new Thread(null, this::read, "kith-control-read", STACK);
    private final Thread worker = new Thread(null, this::work, "kith-control-work", STACK);
    private boolean streaming;
    private boolean gone;

    ControlConnection(LineChannel channel, ControlServer server) {
        this.channel = channel;
        this.server = server;
        reader.setDaemon(true);
        worker.setDaemon(true);
    }

    void start() {
        reader.start();
        worker.start();
    }

    void close() {
        channel.close();
    }

    private void read() {
        try {
            JsonObject request = channel.read();
            while (request != null) {
                requests.put(Optional.of(request));
                request = channel.read();
            }
        } catch (IOException badLineOrHungUp) {
            write(error(Failure.of(Kind.BAD_INPUT, String.valueOf(badLineOrHungUp.getMessage()))));
            channel.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        hangUp();
    }

    /** Ends the stream that runs, and the worker once it waits for its next request. */
    private void hangUp() {
        synchronized (this) {
            gone = true;
            if (streaming) {
                worker.interrupt();
            }
        }
        try {
            requests.put(Optional.empty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        try {
            Optional<JsonObject> request = requests.take();
            while (request.isPresent()) {
                write(answer(request.get()));
                if (operation(request.get()).equals(ControlClient.STOP)) {
                    // only now: stopping hangs up on every client, this one too
                    server.stopRequested();
                }
                request = requests.take();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            channel.close();
            reader.interrupt();
            server.ended(this);
        }
    }

    private void write(JsonObject answer) {
        try {
            channel.write(answer);
        } catch (IOException hungUp) {
            channel.close();
        }
    }

    private JsonObject answer(JsonObject request) {
        String operation = operation(request);
        JsonObject parameters = request.get("params") instanceof JsonObject object ? object : new JsonObject();
        boolean stream = STREAMS.contains(operation);
        try {
            if (stream && !beginStream()) {
                throw new UncheckedIOException(new IOException("hung up"));
            }
            JsonObject answer = new JsonObject();
            answer.add("result", perform(operation, parameters));
            return answer;
        } catch (Failure failure) {
            return error(failure);
        } catch (RuntimeException | Error bug) {
            return error(Failure.of(Kind.BUG, bug.getClass().getName() + ": " + bug.getMessage()));
        } finally {
            if (stream) {
                endStream();
            }
        }
    }

    private static String operation(JsonObject request) {
        return request.get("op") instanceof JsonPrimitive text ? text.getAsString() : "";
    }

    private JsonElement perform(String operation, JsonObject parameters) throws Failure {
        return switch (operation) {
            case ControlClient.READY -> awaitReady();
            case ControlClient.STOP -> {
                JsonObject process = new JsonObject();
                process.addProperty("pid", ProcessHandle.current().pid());
                yield process;
            }
            default -> server.service().call(operation, parameters, this::send);
        };
    }

    private JsonElement awaitReady() throws Failure {
        try {
            return server.whenReady().get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Failure failure
                    ? failure
                    : Failure.of(Kind.BUG, String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            throw Failure.of(Kind.BUSY, "hung up");
        }
    }

    private void send(JsonObject event) {
        JsonObject line = new JsonObject();
        line.add("event", event);
        try {
            channel.write(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized boolean beginStream() {
        streaming = !gone;
        return streaming;
    }

    private synchronized void endStream() {
        streaming = false;
        // what interrupted the stream has done its work; the worker goes on to find that no request follows
        if (Thread.interrupted()) {
            channel.close();
        }
    }

    static JsonObject error(Failure failure) {
        JsonObject line = new JsonObject();
        line.add("error", failure.toJson());
        return line;
    }
}
