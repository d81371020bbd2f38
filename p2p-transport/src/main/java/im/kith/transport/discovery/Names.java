package im.kith.transport.discovery;

import im.kith.core.octets.Bytes;
import java.util.random.RandomGenerator;

/**
 * The names and the nonce under which one network interface is shown for at most an hour.
 *
 * <p>All random, with nothing in common with the ones before or on another interface, so that two announcements cannot be
 * linked by them. Being 128 bits they need no probing (RFC 6762 section 8.1). A service that people are to recognise has a name
 * that stays.
 */
record Names(String instance, String host, Bytes nonce, boolean random) {

    private static final int OCTETS = 16;

    static Names random(RandomGenerator random) {
        return new Names(octets(random).toHex(), octets(random).toHex(), octets(random), true);
    }

    /** A service of this name, which somebody else may have, on a host of a random one. */
    static Names called(String instance, RandomGenerator random) {
        return new Names(instance, octets(random).toHex(), octets(random), false);
    }

    private static Bytes octets(RandomGenerator random) {
        byte[] octets = new byte[OCTETS];
        random.nextBytes(octets);
        return Bytes.wrap(octets);
    }
}
