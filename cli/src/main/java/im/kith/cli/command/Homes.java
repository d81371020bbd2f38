package im.kith.cli.command;

import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the home is: option, then environment, then what is usual. */
final class Homes {

    private Homes() {}

    static Path find(@Nullable Path option, Map<String, String> environment) throws Failure {
        if (option != null) {
            return option.toAbsolutePath();
        }
        String named = environment.getOrDefault("KITH_HOME", "");
        if (!named.isEmpty()) {
            return path(named, "KITH_HOME").toAbsolutePath();
        }
        String data = environment.getOrDefault("XDG_DATA_HOME", "");
        if (!data.isEmpty() && path(data, "XDG_DATA_HOME").isAbsolute()) {
            return Path.of(data, "kith");
        }
        String user = environment.getOrDefault("HOME", System.getProperty("user.home", ""));
        return path(user, "HOME").resolve(Path.of(".local", "share", "kith")).toAbsolutePath();
    }

    private static Path path(String value, String variable) throws Failure {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw Failure.of(Kind.USAGE, variable + " is no path: " + value);
        }
    }
}
