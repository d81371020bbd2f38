package im.kith.cli.format;

import java.util.ArrayList;
import java.util.List;

/** What of a file's contacts could not be kept though the contacts were: how much, and the first of it in words. */
public final class Losses {

    /** A file of a hundred thousand odd contacts must not fill the memory with complaints. */
    private static final int WORDED = 20;

    private final List<String> first = new ArrayList<>();
    private int count;

    void add(int line, String what) {
        count++;
        if (first.size() < WORDED) {
            first.add("line " + line + ": " + what);
        }
    }

    public int count() {
        return count;
    }

    /** The first ones, each with its line. */
    public List<String> first() {
        return List.copyOf(first);
    }
}
