package im.kith.cli.command;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.cli.control.ControlClient;
import im.kith.cli.render.Terminal;
import im.kith.cli.service.Access;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import im.kith.cli.service.PassphraseSource;
import im.kith.cli.service.Service;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What all commands share: the way to the service, through the daemon if one runs, and printing what it answers. */
abstract class KithCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    /** Does it; the exit code. */
    abstract int run() throws Failure;

    @Override
    public final Integer call() throws Failure {
        return run();
    }

    final Root root() {
        return (Root) spec.root().userObject();
    }

    final CommandSpec spec() {
        return spec;
    }

    final Terminal terminal() {
        return root().terminal();
    }

    /** Where the passphrase comes from when the store is opened in this process. */
    PassphraseSource passphrase() {
        return root().passphrase();
    }

    /** The daemon's service, or the store opened in this process. */
    final Service open(Access access) throws Failure {
        return open(access, passphrase());
    }

    final Service open(Access access, PassphraseSource passphrase) throws Failure {
        Path home = root().home();
        Optional<ControlClient> daemon = ControlClient.connect(home);
        if (daemon.isPresent()) {
            return daemon.get();
        }
        try {
            return root().opener().open(home, passphrase, access);
        } catch (Failure failure) {
            if (failure.kind() == Kind.BUSY) {
                // a daemon may have held the lock while it was starting, and listen by now
                Optional<ControlClient> started = ControlClient.connect(home);
                if (started.isPresent()) {
                    return started.get();
                }
            }
            throw failure;
        }
    }

    /** One operation on a service opened for it. */
    final JsonElement ask(String operation, JsonObject parameters) throws Failure {
        return ask(operation, parameters, event -> {});
    }

    final JsonElement ask(String operation, JsonObject parameters, Consumer<JsonObject> events) throws Failure {
        try (Service service = open(Access.USE)) {
            return service.call(operation, parameters, events);
        }
    }

    /** Prints the contacts that {@code operation} finds; how many. */
    final int contacts(String operation, Params params) throws Failure {
        ContactsOut out = new ContactsOut(terminal(), root().json());
        JsonElement result = ask(operation, params.with("stream", true).json(), out::add);
        if (result.isJsonArray()) {
            out.add(result);
        }
        return out.end();
    }

    /** Prints {@code result} as it is with {@code --json}, else the lines made for people. */
    final void print(JsonElement result, Supplier<List<String>> lines) {
        if (root().json()) {
            terminal().line(result.toString());
        } else {
            lines.get().forEach(terminal()::line);
        }
    }

    /** Prints an element of a stream, at once. */
    final void printNow(JsonObject event, Supplier<String> line) {
        print(event, () -> List.of(line.get()));
        terminal().flush();
    }

    /** Something for the person that is not the result; silent with {@code -q} and {@code --json}. */
    final void note(String text) {
        if (!root().quiet() && !root().json()) {
            terminal().flush();
            terminal().tell(text);
        }
    }
}
