package im.kith.cli.service;

import java.util.Locale;

/** The ways in which a command can fail: its exit code and its name in {@code --json}. */
public enum Kind {
    BUG(1),
    USAGE(2),
    NOT_FOUND(3),
    AMBIGUOUS(3),
    BAD_INPUT(4),
    EXISTS(5),
    BUSY(6),
    KEY(7),
    NETWORK(8),
    STORAGE(9),
    REFUSED(10);

    private final int exitCode;

    Kind(int exitCode) {
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }

    /** {@code not-found} and the like. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The kind called {@code word}; an unknown one, of a newer daemon, counts as a bug. */
    static Kind of(String word) {
        for (Kind kind : values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        return BUG;
    }
}
