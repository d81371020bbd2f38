package im.kith.core.replica;

import im.kith.core.octets.Bytes;

/**
 * The content of a publication: an encrypted message and the shared secret it is encrypted under.
 *
 * @param keyId id of the shared secret
 * @param octets the OpenPGP message, at most {@link Version#MAX_PAYLOAD} octets
 */
public record Payload(String keyId, Bytes octets) {

    public Payload {
        if (keyId.isEmpty()) {
            throw new IllegalArgumentException("a payload needs a key id");
        }
        if (octets.length() > Version.MAX_PAYLOAD) {
            throw new IllegalArgumentException(
                    "payload of " + octets.length() + " octets, more than " + Version.MAX_PAYLOAD);
        }
    }
}
