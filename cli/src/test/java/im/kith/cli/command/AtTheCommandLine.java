package im.kith.cli.command;

import im.kith.cli.render.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The whole command line over a service that only records what it is asked. */
abstract class AtTheCommandLine {

    @TempDir
    Path home;

    final RecordingEngine engine = new RecordingEngine();
    final Map<String, String> environment = new HashMap<>();
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final ByteArrayOutputStream err = new ByteArrayOutputStream();
    String in = "";
    String terminals = "";

    @BeforeEach
    void useTheHome() {
        environment.put("KITH_HOME", home.toString());
    }

    int kith(String... arguments) {
        return kith(out, arguments);
    }

    int kith(OutputStream to, String... arguments) {
        out.reset();
        err.reset();
        ByteArrayInputStream stdin = new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8));
        return new Kith(new Terminal(stdin, to, err, terminals, environment), given -> engine).run(arguments);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
