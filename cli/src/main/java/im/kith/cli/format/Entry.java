package im.kith.cli.format;

import com.google.gson.JsonObject;

/** What a file holds at one place: a contact, a group, or something that is neither. */
public sealed interface Entry {

    /** The line on which it begins, from 1. */
    int line();

    /** A contact as the service's {@code import} takes it: line, name, identities, groups (names), unknown. */
    record OfContact(int line, JsonObject contact) implements Entry {}

    /** A group with what is said of it beyond its name. */
    record OfGroup(int line, JsonObject group) implements Entry {}

    record Rejected(int line, String reason) implements Entry {}
}
