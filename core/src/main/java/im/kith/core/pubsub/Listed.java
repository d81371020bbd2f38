package im.kith.core.pubsub;

import java.time.Instant;

/**
 * An item as a list of a node's items has it, without its payload.
 *
 * @param at when it was last published
 * @param reserved whether it only hides how many contacts or groups there are (XEP-0510)
 */
public record Listed(String id, Instant at, boolean reserved) {}
