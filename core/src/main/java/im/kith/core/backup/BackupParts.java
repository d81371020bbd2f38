package im.kith.core.backup;

/** Names and limits of the parts that kith reads, in their order in the archive. */
final class BackupParts {

    /** What this kith writes, and the latest it reads. */
    static final int FORMAT = 1;

    static final String FOLDER = "kith/";
    static final String HEAD = FOLDER + "head.pb";
    static final String SETTINGS = FOLDER + "settings-";
    static final String STATEMENTS = FOLDER + "statements-";
    static final String VERSIONS = FOLDER + "versions-";
    static final String END = FOLDER + "end.pb";

    /** Octets at which a part is ended and the next begun. */
    static final int PART = 4 << 20;

    /** Octets of the largest part read: a full one, one more record, and room. */
    static final int MAX_PART = 2 * PART;

    static final int MAX_SETTINGS = 50_000;
    static final int MAX_STATEMENTS = 100_000;

    /** Octets of all settings, and of all statements: they are held in memory. */
    static final long MAX_HELD = 160L << 20;

    /** Parts of the archive: a full one holds four megabytes, so this is far beyond what a device stores. */
    static final int MAX_PARTS = 1_000_000;

    private BackupParts() {}

    /** The name of the {@code number}th part, from 1. */
    static String name(String kind, int number) {
        return kind + "%06d.pb".formatted(number);
    }
}
