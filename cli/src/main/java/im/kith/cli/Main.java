package im.kith.cli;

import im.kith.cli.command.Kith;
import im.kith.cli.render.Terminal;
import im.kith.cli.service.Access;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import im.kith.cli.service.PassphraseSource;
import im.kith.cli.service.Service;
import im.kith.cli.service.ServiceOpener;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The program. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        // before any logger is made: the log goes to stderr, and is for -v
        boolean verbose = List.of(arguments).contains("-v");
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", verbose ? "info" : "error");
        int code = new Kith(Terminal.ofProcess(), new LocalEngine()).run(arguments);
        System.exit(code);
    }

    /** The engine in this process. A class, not a lambda, which costs a tenth of the start. */
    static final class LocalEngine implements Kith.Engine {

        @Override
        public ServiceOpener with(Map<String, String> environment) {
            return new WithoutEngine();
        }
    }

    /** What a build without the engine opens: nothing. */
    static final class WithoutEngine implements ServiceOpener {

        @Override
        public Service open(Path home, PassphraseSource passphrase, Access access) throws Failure {
            throw Failure.of(Kind.NOT_FOUND, "this build has no engine");
        }

        @Override
        public boolean needsPassphrase(Path home) {
            return false;
        }

        @Override
        public OptionalLong holder(Path home) {
            return OptionalLong.empty();
        }
    }
}
