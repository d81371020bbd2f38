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
        // it logs every broken packet, with which anybody on the network could fill a disk
        System.setProperty("org.slf4j.simpleLogger.log.javax.jmdns", "off");
        int code = new Kith(Terminal.ofProcess(), new LocalEngine()).run(arguments);
        System.exit(code);
    }

    /** The engine in this process. A class, not a lambda, which costs a tenth of the start. */
    static final class LocalEngine implements Kith.Engine {

        @Override
        public ServiceOpener with(Map<String, String> environment) {
            return new EngineOpener(environment);
        }
    }
}
