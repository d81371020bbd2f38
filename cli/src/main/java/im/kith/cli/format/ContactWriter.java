package im.kith.cli.format;

import com.google.gson.JsonObject;
import java.io.IOException;

/** Writes a file of contacts, one after the other. */
public interface ContactWriter {

    /** Writes a group, before all contacts; formats that have groups only as names of a contact's pass over it. */
    default void group(JsonObject group) throws IOException {}

    /** Writes {@code contact}, as {@code list --json} shows it, or as much of it as the format can hold. */
    void write(JsonObject contact) throws IOException;

    /** What comes after the last contact. */
    default void end() throws IOException {}
}
