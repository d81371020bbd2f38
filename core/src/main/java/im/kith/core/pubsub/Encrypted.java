package im.kith.core.pubsub;

import im.kith.core.octets.Bytes;

/**
 * An item's payload under a shared secret of its node (XEP-0473 §5.1).
 *
 * @param keyId of the shared secret
 * @param message binary OpenPGP
 */
public record Encrypted(String keyId, Bytes message) {}
