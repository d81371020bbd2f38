package im.kith.cli.command;

/** A number and what it counts. */
final class Count {

    private Count() {}

    static String of(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
