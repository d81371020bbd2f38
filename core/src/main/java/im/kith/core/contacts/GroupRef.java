package im.kith.core.contacts;

import java.util.Optional;

/** A contact's reference to a group; without a name as long as the group is not known. */
public record GroupRef(String id, Optional<String> name) {}
