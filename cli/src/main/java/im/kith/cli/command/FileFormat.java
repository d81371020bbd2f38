package im.kith.cli.command;

import im.kith.cli.format.ContactFile;
import java.util.Locale;

/** The values of {@code --format}, in lower case as they are typed. */
enum FileFormat {
    VCARD,
    JSON;

    ContactFile.Format format() {
        return this == VCARD ? ContactFile.Format.VCARD : ContactFile.Format.JSON;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
