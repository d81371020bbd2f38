package im.kith.cli.render;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/** Terminals that are none. */
final class TestTerminals {

    private TestTerminals() {}

    static Terminal with(String variable, String value) {
        return new Terminal(
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                "",
                Map.of(variable, value));
    }
}
