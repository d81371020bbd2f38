package im.kith.transport.net;

import im.kith.core.octets.Bytes;
import java.util.LinkedHashSet;

/**
 * The nonces of the latest knocks that fitted, so that one overheard does not open twice.
 *
 * <p>Only who holds the discovery key can add to it; when full, the oldest is forgotten.
 */
final class NonceMemory {

    private final int most;
    private final LinkedHashSet<Bytes> nonces = new LinkedHashSet<>();

    NonceMemory(int most) {
        this.most = most;
    }

    /** Whether {@code nonce} is new; it is remembered. */
    synchronized boolean fresh(Bytes nonce) {
        if (!nonces.add(nonce)) {
            return false;
        }
        if (nonces.size() > most) {
            nonces.remove(nonces.iterator().next());
        }
        return true;
    }
}
