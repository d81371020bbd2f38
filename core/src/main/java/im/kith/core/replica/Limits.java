package im.kith.core.replica;

import im.kith.core.octets.Bytes;
import java.util.List;

/** The limits on what peers send (docs/protocol.md), checked before anything is done with it. */
final class Limits {

    /** Replicas in a version vector. */
    static final int MAX_REPLICAS = 4_096;

    /** Versions in a chunk accepted. */
    static final int MAX_CHUNK_ROWS = 4_096;

    /** Octets of the versions in a chunk accepted, about: a frame's limit. */
    static final int MAX_CHUNK_OCTETS = 1024 * 1024;

    /** Ids in one {@link Frame.LedgerIds}, sent and accepted; statements beyond them are sent again, which is harmless. */
    static final int MAX_LEDGER_IDS = 32_000;

    /** Clock readings from here on (the year 6429) are refused, so that there is always a later one. */
    static final long MAX_CLOCK_MILLIS = 1L << 47;

    private Limits() {}

    static void check(Frame.Hello hello) throws ProtocolViolation {
        vector("knowledge", hello.knowledge());
        if (hello.beyond().rangeCount() > DotSet.MAX_RANGES) {
            throw over("ranges beyond knowledge", hello.beyond().rangeCount(), DotSet.MAX_RANGES);
        }
    }

    static void check(Frame.LedgerIds ids) throws ProtocolViolation {
        if (ids.ids().size() > MAX_LEDGER_IDS) {
            throw over("ledger ids", ids.ids().size(), MAX_LEDGER_IDS);
        }
    }

    static void check(Frame.Done done) throws ProtocolViolation {
        vector("knowledge", done.knowledge());
        digest("digest", done.digest());
        if (!done.beyond().isEmpty()) {
            digest("hash of the dots beyond", done.beyond());
        }
    }

    static void check(Frame.Chunk chunk) throws ProtocolViolation {
        List<Version> versions = chunk.versions();
        if (versions.size() > MAX_CHUNK_ROWS) {
            throw over("versions in a chunk", versions.size(), MAX_CHUNK_ROWS);
        }
        int octets = 0;
        for (Version version : versions) {
            octets += LiveVersion.sizeOf(version);
            if (octets > MAX_CHUNK_OCTETS) {
                throw over("octets in a chunk", octets, MAX_CHUNK_OCTETS);
            }
        }
    }

    static void check(VersionHeader header) throws ProtocolViolation {
        vector("context", header.context());
        if (header.hlc().millis() < 0 || header.hlc().millis() >= MAX_CLOCK_MILLIS) {
            throw new ProtocolViolation(CloseReason.LIMIT, "clock reading " + header.hlc() + " at " + header.dot());
        }
    }

    private static void vector(String what, VersionVector vector) throws ProtocolViolation {
        if (vector.asMap().size() > MAX_REPLICAS) {
            throw over("replicas in a " + what, vector.asMap().size(), MAX_REPLICAS);
        }
    }

    private static void digest(String what, Bytes digest) throws ProtocolViolation {
        if (digest.length() != 32) {
            throw new ProtocolViolation(CloseReason.PROTOCOL, what + " of " + digest.length() + " octets, not 32");
        }
    }

    private static ProtocolViolation over(String what, int value, int most) {
        return new ProtocolViolation(CloseReason.LIMIT, value + " " + what + ", more than " + most);
    }
}
