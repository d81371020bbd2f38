package im.kith.cli.render;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * The three standard streams and what is known of what is behind them. Text is UTF-8, whatever the locale.
 *
 * <p>Java cannot tell which stream is a terminal, nor how wide it is; the launcher can, for nothing, and hands it over:
 * {@code kith.terminals} holds the digits of the descriptors that are terminals, {@code COLUMNS} the width.
 */
public final class Terminal {

    private static final int USUAL_WIDTH = 80;
    private static final int LEAST_WIDTH = 20;

    private final InputStream in;
    private final OutputStream out;
    private final OutputStream err;
    private final String terminals;
    private final Map<String, String> environment;

    public Terminal(
            InputStream in, OutputStream out, OutputStream err, String terminals, Map<String, String> environment) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.terminals = terminals;
        this.environment = Map.copyOf(environment);
    }

    /** This process's own. */
    public static Terminal ofProcess() {
        return new Terminal(
                new BufferedInputStream(new FileInputStream(FileDescriptor.in)),
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16),
                new FileOutputStream(FileDescriptor.err),
                System.getProperty("kith.terminals", ""),
                System.getenv());
    }

    public InputStream in() {
        return in;
    }

    public Map<String, String> environment() {
        return environment;
    }

    /** Somebody can be asked. */
    public boolean inIsTerminal() {
        return terminals.contains("0");
    }

    /** Results are read by a person, not by a pipe. */
    public boolean outIsTerminal() {
        return terminals.contains("1");
    }

    public boolean errIsTerminal() {
        return terminals.contains("2");
    }

    /** Columns to fit tables into; 0, for no limit, where no terminal is. */
    public int width() {
        return outIsTerminal() ? columns() : 0;
    }

    /** Columns of the terminal, wherever it is. */
    public int columns() {
        try {
            return Math.max(
                    LEAST_WIDTH,
                    Integer.parseInt(environment.getOrDefault("COLUMNS", "").strip()));
        } catch (NumberFormatException notANumber) {
            return USUAL_WIDTH;
        }
    }

    public Colour outColour() {
        return outIsTerminal() ? colour() : Colour.OFF;
    }

    public Colour errColour() {
        return errIsTerminal() ? colour() : Colour.OFF;
    }

    private Colour colour() {
        boolean refused = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "").equals("dumb");
        return refused ? Colour.OFF : Colour.ON;
    }

    /** A line of the result. Not seen before {@link #flush}. */
    public void line(String text) {
        raw(text + "\n");
    }

    /** A part of the result as it is. */
    public void raw(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new OutputLost(e);
        }
    }

    public void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new OutputLost(e);
        }
    }

    /** Asks the person on the terminal; whatever does not begin with y is a no. */
    public boolean agreed(String question) {
        tellRaw(question + " [y/N] ");
        StringBuilder answer = new StringBuilder();
        try {
            for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
                answer.append((char) next);
            }
        } catch (IOException e) {
            return false;
        }
        return answer.toString().strip().toLowerCase(Locale.ROOT).startsWith("y");
    }

    /** A line for the person, on stderr; lost without complaint if nobody reads it. */
    public void tell(String text) {
        tellRaw(text + "\n");
    }

    /** A question to the person, whose answer stands in the same line. */
    public void ask(String question) {
        tellRaw(question);
    }

    void tellRaw(String text) {
        try {
            err.write(text.getBytes(StandardCharsets.UTF_8));
            err.flush();
        } catch (IOException nobodyReads) {
            return;
        }
    }
}
