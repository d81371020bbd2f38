package im.kith.cli.command;

import im.kith.cli.render.Terminal;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import im.kith.cli.service.ServiceOpener;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code kith} itself: the options that stand before or after any command. */
@Command(
        name = "kith",
        description = "Keeps your contacts on all your devices, encrypted, without a server.",
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        scope = ScopeType.INHERIT,
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%n",
        commandListHeading = "%nCommands:%n")
final class Root implements Callable<Integer> {

    @Option(
            names = "--home",
            paramLabel = "DIR",
            order = 90,
            scope = ScopeType.INHERIT,
            description = "where the store is (KITH_HOME; else ~/.local/share/kith)")
    private @Nullable Path home;

    @Option(names = "--json", order = 91, scope = ScopeType.INHERIT, description = "machine-readable output")
    private boolean json;

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            order = 92,
            scope = ScopeType.INHERIT,
            description = "where to read the passphrase, - is stdin (KITH_PASSPHRASE_FILE; else asked)")
    private @Nullable String passphraseFile;

    @Option(
            names = {"-v", "--verbose"},
            order = 93,
            scope = ScopeType.INHERIT,
            description = "more on stderr")
    private boolean verbose;

    @Option(
            names = {"-q", "--quiet"},
            order = 94,
            scope = ScopeType.INHERIT,
            description = "less on stderr")
    private boolean quiet;

    @Option(
            names = {"-h", "--help"},
            order = 95,
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "show this help")
    @SuppressWarnings("unused") // picocli answers for it
    private boolean help;

    @Option(names = "--version", order = 96, description = "show the version")
    private boolean version;

    private final Terminal terminal;
    private final Kith.Engine engine;

    Root(Terminal terminal, Kith.Engine engine) {
        this.terminal = terminal;
        this.engine = engine;
    }

    Terminal terminal() {
        return terminal;
    }

    ServiceOpener opener() {
        return engine.with(terminal.environment());
    }

    Kith.Engine engine() {
        return engine;
    }

    /** The store's directory. */
    Path home() throws Failure {
        return Homes.find(home, terminal.environment());
    }

    PassphraseInput passphrase() {
        String named = terminal.environment().getOrDefault("KITH_PASSPHRASE_FILE", "");
        return new PassphraseInput(passphraseFile == null ? named : passphraseFile, terminal);
    }

    boolean json() {
        return json;
    }

    boolean quiet() {
        return quiet;
    }

    boolean verbose() {
        return verbose;
    }

    /** How to tell a failure, also when the command line could not be parsed. */
    Outcome.Manner manner(String... arguments) {
        return new Outcome.Manner(
                json || Arrays.asList(arguments).contains("--json"),
                verbose || Arrays.asList(arguments).contains("-v"));
    }

    @Override
    public Integer call() throws Failure {
        if (version) {
            VersionCommand.print(terminal, json);
            return 0;
        }
        throw Failure.of(Kind.USAGE, "no command given", "kith help lists them; kith demo shows what it is about.");
    }
}
