package im.kith.cli.command;

import com.google.gson.JsonObject;
import im.kith.cli.render.Colour;
import im.kith.cli.render.OutputLost;
import im.kith.cli.render.Printable;
import im.kith.cli.render.Terminal;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.function.IntSupplier;
import picocli.CommandLine;

/** The one place where what went wrong becomes a line on stderr, what to do next, and the exit code. */
final class Outcome {

    private static final String REPORT =
            "This is a bug of kith's. Please report it where you got kith from, with what you did; -v shows more.";

    private final Terminal terminal;

    Outcome(Terminal terminal) {
        this.terminal = terminal;
    }

    /** How the user wants to be told. */
    record Manner(boolean json, boolean verbose) {}

    /** What {@code command} returns, once everything it printed is out. */
    int flushed(IntSupplier command) {
        int code = command.getAsInt();
        terminal.flush();
        return code;
    }

    int of(Throwable thrown, Manner manner) {
        if (thrown instanceof OutputLost lost && lost.readerLeft()) {
            return 0;
        }
        if (thrown instanceof OutputLost lost) {
            return tell(
                    Failure.of(Kind.STORAGE, "cannot write the output: " + lost.getMessage(), "Is there room for it?"),
                    manner);
        }
        Failure failure = thrown instanceof Failure known ? known : bug(thrown);
        try {
            terminal.flush();
        } catch (OutputLost nothingToShow) {
            // the failure is what matters
        }
        return tell(failure, manner);
    }

    int usage(CommandLine.ParameterException mistake, Manner manner) {
        CommandLine at = mistake.getCommandLine();
        List<String> suggestions = mistake instanceof CommandLine.UnmatchedArgumentException unmatched
                ? unmatched.getSuggestions()
                : List.of();
        String name = at.getCommandSpec().qualifiedName();
        String meant = suggestions.isEmpty() ? "" : "Did you mean " + String.join(" or ", suggestions) + "? ";
        String hint = meant + name + " --help shows how it is used.";
        String message = String.valueOf(mistake.getMessage()).split("\\R", 2)[0];
        return tell(Failure.of(Kind.USAGE, message, hint), manner);
    }

    private static Failure bug(Throwable thrown) {
        return Failure.of(Kind.BUG, thrown.getClass().getSimpleName() + ": " + thrown.getMessage(), REPORT)
                .causedBy(thrown);
    }

    private int tell(Failure failure, Manner manner) {
        if (manner.json()) {
            JsonObject line = new JsonObject();
            line.add("error", failure.toJson());
            terminal.tell(line.toString());
        } else {
            Colour colour = terminal.errColour();
            terminal.tell(colour.bad("kith: ") + Printable.of(failure.message()));
            failure.candidates().forEach(candidate -> terminal.tell("  " + Printable.of(candidate)));
            String otherwise = failure.kind() == Kind.BUG ? REPORT : "";
            String hint = failure.hint().orElse(otherwise);
            if (!hint.isEmpty()) {
                terminal.tell(Printable.of(hint));
            }
        }
        if (manner.verbose() && failure.getCause() != null) {
            StringWriter trace = new StringWriter();
            failure.getCause().printStackTrace(new PrintWriter(trace));
            terminal.tell(trace.toString());
        }
        return failure.kind().exitCode();
    }
}
