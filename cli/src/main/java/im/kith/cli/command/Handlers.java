package im.kith.cli.command;

import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/**
 * What picocli asks while it runs a command line: to show help, to run the command, to tell a mistake or a failure.
 *
 * <p>A class, not lambdas: those would keep the interfaces, of an old class format, out of the class-data archive.
 */
final class Handlers
        implements CommandLine.IExecutionStrategy,
                CommandLine.IParameterExceptionHandler,
                CommandLine.IExecutionExceptionHandler {

    private final Root root;
    private final Outcome outcome;
    private final String[] arguments;

    Handlers(Root root, Outcome outcome, String... arguments) {
        this.root = root;
        this.outcome = outcome;
        this.arguments = arguments.clone();
    }

    @Override
    public int execute(ParseResult parsed) {
        for (ParseResult at = parsed; at != null; at = at.subcommand()) {
            if (at.isUsageHelpRequested()) {
                CommandLine line = at.commandSpec().commandLine();
                if (line.getParent() == null) {
                    Commands.addAll(line);
                }
                root.terminal().raw(line.getUsageMessage());
                return 0;
            }
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    /** Parses once more with every command known, so that the suggestions are complete. */
    @Override
    public int handleParseException(CommandLine.ParameterException first, String[] given) {
        CommandLine line = Kith.commandLine(
                new Root(root.terminal(), root.engine()), root.terminal().errColour());
        Commands.addAll(line);
        try {
            line.parseArgs(arguments);
            return outcome.usage(first, root.manner(arguments));
        } catch (CommandLine.ParameterException mistake) {
            return outcome.usage(mistake, root.manner(arguments));
        }
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine at, ParseResult parsed) {
        return outcome.of(failure, root.manner(arguments));
    }
}
