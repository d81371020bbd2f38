package im.kith.cli;

import im.kith.cli.command.Kith;
import im.kith.cli.engine.EngineOpener;
import im.kith.cli.render.Terminal;
import im.kith.cli.service.ServiceOpener;
import java.util.List;
import java.util.Map;

/** The program. */
public final class Main {

    private static final String LOG = "org.slf4j.simpleLogger.";

    private Main() {}

    public static void main(String[] arguments) {
        // before any logger is made: the log goes to stderr, and is for -v
        boolean verbose = List.of(arguments).contains("-v");
        System.setProperty(LOG + "defaultLogLevel", verbose ? "info" : "error");
        if (List.of(arguments).contains("daemon")) {
            // stderr is daemon.log then: what kith warns of is to be found there, and when it was
            System.setProperty(LOG + "log.im.kith", verbose ? "info" : "warn");
            System.setProperty(LOG + "showDateTime", "true");
            System.setProperty(LOG + "dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ssXXX");
            System.setProperty(LOG + "showThreadName", "false");
            System.setProperty(LOG + "showLogName", "false");
        }
        // it logs every broken packet, with which anybody on the network could fill a disk
        System.setProperty(LOG + "log.javax.jmdns", "off");
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
