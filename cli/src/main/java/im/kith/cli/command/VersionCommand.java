package im.kith.cli.command;

import com.google.gson.JsonObject;
import im.kith.cli.render.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.Command;

@Command(
        name = "version",
        description = "Shows the version.",
        footer = {"", "  kith version"})
final class VersionCommand extends KithCommand {

    @Override
    int run() {
        print(terminal(), root().json());
        return 0;
    }

    static void print(Terminal terminal, boolean json) {
        String version = version();
        String java = System.getProperty("java.version", "?");
        if (json) {
            JsonObject object = new JsonObject();
            object.addProperty("version", version);
            object.addProperty("java", java);
            terminal.line(object.toString());
        } else {
            terminal.line("kith " + version + " (Java " + java + ")");
        }
    }

    static String version() {
        try (InputStream in = VersionCommand.class.getResourceAsStream("/im/kith/cli/build.properties")) {
            Properties build = new Properties();
            if (in != null) {
                build.load(in);
            }
            return build.getProperty("version", "?");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
