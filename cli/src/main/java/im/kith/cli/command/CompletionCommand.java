package im.kith.cli.command;

import im.kith.cli.render.Colour;
import java.util.Locale;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "completion",
        description = "Prints what makes a shell complete kith's commands and options.",
        footer = {
            "",
            "  eval \"$(kith completion bash)\"        in ~/.bashrc; zsh likewise in ~/.zshrc",
            "  kith completion fish > ~/.config/fish/completions/kith.fish"
        })
final class CompletionCommand extends KithCommand {

    enum Shell {
        BASH,
        ZSH,
        FISH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    private Shell shell;

    @Override
    int run() {
        CommandLine line = Kith.commandLine(root(), Colour.OFF);
        Commands.addAll(line);
        terminal().raw(shell == Shell.FISH ? FishCompletion.of(line) : AutoComplete.bash("kith", line));
        return 0;
    }
}
