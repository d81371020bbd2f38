package im.kith.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completion for fish, which picocli does not make: one line for every command and option. */
final class FishCompletion {

    private static final String NO_COMMAND = "__fish_use_subcommand";

    private final List<String> lines = new ArrayList<>();

    private FishCompletion() {}

    static String of(CommandLine kith) {
        FishCompletion completion = new FishCompletion();
        completion.options(kith.getCommandSpec(), NO_COMMAND);
        kith.getSubcommands().forEach((name, command) -> completion.command(name, command));
        return String.join("\n", completion.lines) + "\n";
    }

    private void command(String name, CommandLine command) {
        line(NO_COMMAND, "-f -a " + name, command.getCommandSpec());
        String within = "__fish_seen_subcommand_from " + name;
        Map<String, CommandLine> nested = command.getSubcommands();
        if (nested.isEmpty()) {
            options(command.getCommandSpec(), within);
            return;
        }
        String none = within + "; and not __fish_seen_subcommand_from " + String.join(" ", nested.keySet());
        nested.forEach((inner, spec) -> {
            line(none, "-f -a " + inner, spec.getCommandSpec());
            options(spec.getCommandSpec(), within + "; and __fish_seen_subcommand_from " + inner);
        });
    }

    private void options(CommandSpec spec, String condition) {
        for (OptionSpec option : spec.options()) {
            StringBuilder names = new StringBuilder();
            for (String name : option.names()) {
                names.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
            }
            String argument = option.arity().max() > 0 ? " -r" : "";
            lines.add("complete -c kith -n " + quote(condition) + names + argument + " -d "
                    + quote(first(option.description())));
        }
    }

    private void line(String condition, String what, CommandSpec spec) {
        lines.add("complete -c kith -n " + quote(condition) + " " + what + " -d "
                + quote(first(spec.usageMessage().description())));
    }

    private static String first(String... description) {
        return description.length == 0 || description[0].contains("${") ? "" : description[0];
    }

    private static String quote(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
