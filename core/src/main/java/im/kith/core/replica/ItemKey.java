package im.kith.core.replica;

import java.nio.charset.StandardCharsets;

/**
 * Where an item stands: its pubsub node and its item id, each 1 to {@value #MAX_LENGTH} octets of UTF-8 (XEP-0060, RFC 7622).
 *
 * <p>On nodes whose item ids would tell something the id here is an HMAC of the real one.
 */
public record ItemKey(String node, String id) {

    public static final int MAX_LENGTH = 1023;

    public ItemKey {
        check("node", node);
        check("item id", id);
    }

    private static void check(String what, String value) {
        int length = value.getBytes(StandardCharsets.UTF_8).length;
        if (length < 1 || length > MAX_LENGTH) {
            throw new IllegalArgumentException(what + " of " + length + " octets, not 1 to " + MAX_LENGTH);
        }
    }
}
