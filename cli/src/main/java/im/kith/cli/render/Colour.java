package im.kith.cli.render;

/** Emphasis, or none where the output is no terminal or {@code NO_COLOR} is set. */
public enum Colour {
    ON,
    OFF;

    public String strong(String text) {
        return this == ON ? "\u001B[1m" + text + "\u001B[0m" : text;
    }

    public String bad(String text) {
        return this == ON ? "\u001B[31m" + text + "\u001B[0m" : text;
    }

    public String good(String text) {
        return this == ON ? "\u001B[32m" + text + "\u001B[0m" : text;
    }

    public String faint(String text) {
        return this == ON ? "\u001B[2m" + text + "\u001B[0m" : text;
    }
}
