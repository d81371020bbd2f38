package im.kith.cli.render;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jline.utils.Signals;

/**
 * The whole terminal, for a view that is drawn anew: what was on it comes back when it is left, however the program ends.
 *
 * <p>Plain escape sequences, and {@code stty} for the rest. Keys are not echoed; Ctrl-C interrupts as ever, Ctrl-Z does nothing.
 */
public final class Screen implements AutoCloseable {

    private static final String ENTER = "\u001B[?1049h\u001B[?25l";
    private static final String LEAVE = "\u001B[?25h\u001B[?1049l";
    private static final String HOME = "\u001B[H";
    private static final String REST_OF_LINE = "\u001B[K";
    private static final String REST_OF_SCREEN = "\u001B[J";

    private final Terminal terminal;
    private final String before;
    private final Thread onEnd = new Thread(this::leave, "kith-screen");
    private volatile int columns;
    private volatile int rows;
    private boolean left;

    public Screen(Terminal terminal, Runnable onResize) {
        this.terminal = terminal;
        this.before = stty("-g");
        measure();
        Runtime.getRuntime().addShutdownHook(onEnd);
        stty("-echo -icanon min 1 time 0 susp undef");
        terminal.raw(ENTER);
        terminal.flush();
        Signals.register("WINCH", () -> {
            measure();
            onResize.run();
        });
    }

    private void measure() {
        String[] size = stty("size").split(" ", -1);
        columns = size.length == 2 ? number(size[1], terminal.columns()) : terminal.columns();
        rows = size.length == 2 ? number(size[0], 24) : 24;
    }

    private static int number(String text, int otherwise) {
        return text.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(text) : otherwise;
    }

    public int columns() {
        return columns;
    }

    public int rows() {
        return rows;
    }

    /** Shows {@code lines} in place of what was there; those that do not fit are left out. */
    public synchronized void draw(List<String> lines) {
        if (left) {
            return;
        }
        StringBuilder all = new StringBuilder(HOME);
        int last = Math.min(lines.size(), rows);
        for (int i = 0; i < last; i++) {
            all.append(lines.get(i)).append(REST_OF_LINE);
            all.append(i < last - 1 ? "\r\n" : "");
        }
        terminal.raw(all.append(REST_OF_SCREEN).toString());
        terminal.flush();
    }

    @Override
    public void close() {
        leave();
        try {
            Runtime.getRuntime().removeShutdownHook(onEnd);
        } catch (IllegalStateException alreadyEnding) {
            return;
        }
    }

    private synchronized void leave() {
        if (left) {
            return;
        }
        left = true;
        try {
            terminal.raw(LEAVE);
            terminal.flush();
        } catch (OutputLost gone) {
            // nobody looks at it any more
        }
        if (!before.isEmpty()) {
            stty(before);
        }
    }

    /** What stty says; empty where there is none. */
    private static String stty(String arguments) {
        try {
            Process process =
                    new ProcessBuilder("/bin/sh", "-c", "stty " + arguments + " 2>/dev/null </dev/tty").start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return process.waitFor(1, TimeUnit.SECONDS) ? out.strip() : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
