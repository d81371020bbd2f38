package im.kith.cli.editor;

import java.io.Serial;

/** What was typed cannot be read; the message says what and in which line. */
public final class FormMistake extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    FormMistake(String message) {
        super(message);
    }

    /** In the line {@code line}, counted from 0; told as counted from 1, with this message as a line above it. */
    static FormMistake at(int line, String message) {
        return new FormMistake("line " + (line + 2) + ": " + message);
    }

    /** The message, which is never absent. */
    public String what() {
        return String.valueOf(getMessage());
    }
}
