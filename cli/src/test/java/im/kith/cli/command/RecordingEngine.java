package im.kith.cli.command;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import im.kith.cli.service.Access;
import im.kith.cli.service.Failure;
import im.kith.cli.service.PassphraseSource;
import im.kith.cli.service.Service;
import im.kith.cli.service.ServiceOpener;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An engine that writes down what it is asked and answers what it was told to. */
final class RecordingEngine implements ServiceOpener, Service {

    final List<String> asked = new ArrayList<>();
    final List<JsonObject> parameters = new ArrayList<>();
    final List<Path> homes = new ArrayList<>();
    final Deque<String> answers = new ArrayDeque<>();
    final Deque<String> events = new ArrayDeque<>();

    @Nullable
    Failure failure;

    @Nullable
    RuntimeException bug;

    boolean readsPassphrase;
    String passphrase = "";
    int open;

    @Override
    public Service open(Path home, PassphraseSource source, Access access) throws Failure {
        homes.add(home);
        if (readsPassphrase) {
            passphrase = String.valueOf(source.read());
        }
        open++;
        return this;
    }

    @Override
    public JsonElement call(String operation, JsonObject given, Consumer<JsonObject> into) throws Failure {
        asked.add(operation);
        parameters.add(given);
        if (failure != null) {
            throw failure;
        }
        if (bug != null) {
            throw bug;
        }
        while (!events.isEmpty()) {
            into.accept(JsonParser.parseString(events.remove()).getAsJsonObject());
        }
        return JsonParser.parseString(answers.isEmpty() ? "{}" : answers.remove());
    }

    @Override
    public boolean needsPassphrase(Path home) {
        return readsPassphrase;
    }

    @Override
    public OptionalLong holder(Path home) {
        return OptionalLong.empty();
    }

    @Override
    public void close() {
        open--;
    }
}
