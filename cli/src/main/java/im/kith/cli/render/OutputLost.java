package im.kith.cli.render;

import java.io.IOException;

/**
 * The reader of the output went away, or the output cannot be written; thrown through whatever was printing.
 *
 * <p>Unchecked, since anything that prints may meet it and nothing but the end of the command can handle it.
 */
public final class OutputLost extends RuntimeException {

    OutputLost(IOException cause) {
        super(cause.getMessage(), cause);
    }

    /** True if the reader of a pipe had enough ({@code kith list | head}), which is no failure. */
    public boolean readerLeft() {
        String message = String.valueOf(getMessage());
        return message.contains("Broken pipe") || message.contains("Connection reset");
    }
}
