package im.kith.transport.wire;

import im.kith.core.account.Statement;
import im.kith.core.octets.Bytes;
import im.kith.core.replica.DotSet;
import im.kith.core.replica.Frame;
import im.kith.core.replica.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Makes frames that fit the wire of one that may not.
 *
 * <p>Chunks and statements are spread over several frames. What a hello or a list of statement ids says to be known is
 * cut: the peer then sends again what is here already, which changes nothing (R2, R3).
 */
public final class FrameSplitter {

    /** Room left for tags and lengths. */
    private static final int SLACK = 1024;

    /** Most octets that tags, lengths and a signature add to a version or statement. */
    private static final int OVERHEAD = 96;

    private FrameSplitter() {}

    /** The octets of {@code frame} as one or more wire frames, in the order to send them. */
    public static List<byte[]> encode(Frame frame) {
        if (frame instanceof Frame.Hello hello) {
            return List.of(hello(hello));
        } else if (frame instanceof Frame.LedgerIds ids) {
            List<Bytes> fitting = ids.ids().subList(0, Math.min(ids.ids().size(), LedgerCodec.MAX_IDS));
            return List.of(one(new Frame.LedgerIds(fitting)));
        } else if (frame instanceof Frame.LedgerStatements statements) {
            return statements(statements);
        } else if (frame instanceof Frame.Chunk chunk) {
            return split(chunk.versions(), FrameSplitter::size).stream()
                    .map(versions -> one(new Frame.Chunk(versions)))
                    .toList();
        }
        return List.of(one(frame));
    }

    private static byte[] one(Frame frame) {
        return WireCodec.encode(new WireFrame.Replication(frame));
    }

    private static byte[] hello(Frame.Hello hello) {
        DotSet beyond = hello.beyond().cut(DotSet.MAX_RANGES);
        while (true) {
            try {
                return one(new Frame.Hello(
                        hello.protocol(),
                        hello.features(),
                        hello.device(),
                        hello.replica(),
                        hello.ledgerDigest(),
                        hello.knowledge(),
                        beyond));
            } catch (IllegalArgumentException e) {
                if (beyond.isEmpty()) {
                    throw e;
                }
                beyond = beyond.cut(beyond.rangeCount() / 2);
            }
        }
    }

    private static List<byte[]> statements(Frame.LedgerStatements frame) {
        List<List<Statement>> parts = split(frame.statements(), s -> s.octets().length());
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            boolean last = frame.last() && i == parts.size() - 1;
            frames.add(one(new Frame.LedgerStatements(parts.get(i), last)));
        }
        return frames;
    }

    private static int size(Version version) {
        return version.headerOctets().length()
                + version.payload().map(p -> p.length()).orElse(0);
    }

    /** {@code elements} in as few runs as fit a frame each; at least one run, even if empty. */
    private static <T> List<List<T>> split(List<T> elements, ToIntFunction<T> size) {
        List<List<T>> parts = new ArrayList<>();
        List<T> part = new ArrayList<>();
        parts.add(part);
        int room = WireCodec.MAX_FRAME - SLACK;
        for (T element : elements) {
            int needed = size.applyAsInt(element) + OVERHEAD;
            if (needed > room && !part.isEmpty()) {
                part = new ArrayList<>();
                parts.add(part);
                room = WireCodec.MAX_FRAME - SLACK;
            }
            part.add(element);
            room -= needed;
        }
        return parts;
    }
}
