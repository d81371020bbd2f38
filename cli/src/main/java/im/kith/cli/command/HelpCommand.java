package im.kith.cli.command;

import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "help",
        description = "Shows what there is, or how a command is used.",
        footer = {"", "  kith help device invite"})
final class HelpCommand extends KithCommand {

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "what to show the use of; else all commands")
    private List<String> names = List.of();

    @Override
    int run() throws Failure {
        CommandLine line = Kith.commandLine(root(), terminal().outColour());
        Commands.addAll(line);
        for (String name : names) {
            CommandLine next = line.getSubcommands().get(name);
            if (next == null) {
                throw Failure.of(Kind.USAGE, "there is no command '" + String.join(" ", names) + "'", "kith help");
            }
            line = next;
        }
        terminal().raw(line.getUsageMessage());
        return 0;
    }
}
