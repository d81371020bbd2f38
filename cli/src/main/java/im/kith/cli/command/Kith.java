package im.kith.cli.command;

import im.kith.cli.render.Colour;
import im.kith.cli.render.Terminal;
import im.kith.cli.service.ServiceOpener;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/**
 * Runs one command line to its exit code.
 *
 * <p>Commands are told to picocli by name, only those that occur among the arguments: looking at all their annotations
 * takes longer than most commands do. Help and mistakes see them all.
 */
public final class Kith {

    /** picocli takes no less. */
    private static final int NARROWEST_HELP = 55;

    private final Terminal terminal;
    private final Engine engine;

    public Kith(Terminal terminal, Engine engine) {
        this.terminal = terminal;
        this.engine = engine;
    }

    /** Makes the engine for the environment variables given, which name the user's directories. */
    public interface Engine {
        ServiceOpener with(Map<String, String> environment);
    }

    /** Carries {@code arguments} out; everything that can go wrong has become a message and the exit code. */
    public int run(String... arguments) {
        Root root = new Root(terminal, engine);
        Outcome outcome = new Outcome(terminal);
        try {
            return outcome.flushed(() -> execute(root, outcome, arguments));
        } catch (RuntimeException | Error bug) {
            return outcome.of(bug, root.manner(arguments));
        }
    }

    private int execute(Root root, Outcome outcome, String... arguments) {
        CommandLine line = commandLine(root, terminal.outColour());
        if (!Commands.addNamed(line, arguments)) {
            Commands.addAll(line);
        }
        Handlers handlers = new Handlers(root, outcome, arguments);
        line.setExecutionStrategy(handlers);
        line.setParameterExceptionHandler(handlers);
        line.setExecutionExceptionHandler(handlers);
        return line.execute(arguments);
    }

    static CommandLine commandLine(Root root, Colour colour) {
        CommandLine line = new CommandLine(root);
        line.setUsageHelpWidth(Math.max(NARROWEST_HELP, root.terminal().columns()));
        line.setColorScheme(Help.defaultColorScheme(colour == Colour.ON ? Help.Ansi.ON : Help.Ansi.OFF));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return line;
    }
}
