package im.kith.cli;

import im.kith.cli.command.Kith;
import im.kith.cli.engine.EngineOpener;
import im.kith.cli.render.Terminal;
import im.kith.cli.service.ServiceOpener;
import java.util.List;
import java.util.Map;

/** The program. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        // before any logger is made: the log goes to stderr, and is for -v
        boolean verbose = List.of(arguments).contains("-v");
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", verbose ? "info" : "error");
        int code = new Kith(Terminal.ofProcess(), Main::engine).run(arguments);
        System.exit(code);
    }

    /** The engine, with the user's directories as {@code environment} names them. */
    static ServiceOpener engine(Map<String, String> environment) {
        return new EngineOpener(environment);
    }
}
