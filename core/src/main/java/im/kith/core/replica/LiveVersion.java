package im.kith.core.replica;

import im.kith.core.clock.Hlc;

/**
 * What is kept in memory of a live version: all that the rules need, without the payload.
 *
 * @param size octets it takes on the wire, about
 * @param arrival position in the order in which versions became live here
 */
record LiveVersion(VersionId id, ItemKey item, VersionVector context, Hlc hlc, int size, long arrival) {

    private static final int FRAMING = 16;

    static int sizeOf(Version version) {
        return version.headerOctets().length()
                + version.payload().map(p -> p.length()).orElse(0)
                + version.signature().length()
                + FRAMING;
    }

    Dot dot() {
        return id.dot();
    }

    boolean covers(VersionHeader other) {
        return VersionHeader.covers(context, hlc, other.dot(), other.hlc());
    }

    boolean isCoveredBy(VersionHeader other) {
        return VersionHeader.covers(other.context(), other.hlc(), dot(), hlc);
    }
}
