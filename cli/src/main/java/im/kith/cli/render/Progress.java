package im.kith.cli.render;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A bar on stderr that shows how far a long command has come; silent where stderr is no terminal. */
public final class Progress implements AutoCloseable {

    private static final int BAR = 24;
    private static final Duration BETWEEN = Duration.ofMillis(100);

    private final Terminal terminal;
    private final boolean shown;
    private final InstantSource clock;
    private Instant next = Instant.EPOCH;
    private boolean drawn;

    public Progress(Terminal terminal, boolean wanted, InstantSource clock) {
        this.terminal = terminal;
        this.shown = wanted && terminal.errIsTerminal();
        this.clock = clock;
    }

    /** Shows {@code done} of {@code whole}, or a mere count while the whole is not known (0). */
    public void at(long done, long whole, String what) {
        Instant now = clock.instant();
        if (!shown || now.isBefore(next)) {
            return;
        }
        next = now.plus(BETWEEN);
        drawn = true;
        String text = whole > 0 ? bar(Math.min(done, whole), whole) + " " + what : what;
        terminal.tellRaw("\r\u001B[K" + DisplayWidth.cut(text, terminal.columns() - 1));
    }

    private static String bar(long done, long whole) {
        int filled = (int) (BAR * done / whole);
        return "[" + "#".repeat(filled) + " ".repeat(BAR - filled) + "] " + 100 * done / whole + "%";
    }

    /** Takes the bar away. */
    @Override
    public void close() {
        if (drawn) {
            terminal.tellRaw("\r\u001B[K");
        }
    }
}
