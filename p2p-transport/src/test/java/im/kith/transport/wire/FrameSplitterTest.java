package im.kith.transport.wire;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.account.Statement;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.core.replica.Dot;
import im.kith.core.replica.DotSet;
import im.kith.core.replica.Frame;
import im.kith.core.replica.ReplicaId;
import im.kith.core.replica.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FrameSplitterTest {

    private static List<Frame> sent(Frame frame) throws MalformedException {
        List<Frame> frames = new ArrayList<>();
        for (byte[] octets : FrameSplitter.encode(frame)) {
            assertThat(octets.length).isLessThanOrEqualTo(WireCodec.PREFIX + WireCodec.MAX_FRAME);
            WireFrame decoded = WireCodec.decode(Arrays.copyOfRange(octets, WireCodec.PREFIX, octets.length));
            frames.add(((WireFrame.Replication) decoded).frame());
        }
        return frames;
    }

    @Test
    void aFrameThatFitsStaysOne() throws MalformedException {
        for (Frame frame : List.of(
                Samples.hello(),
                Samples.ledgerIds(),
                Samples.ledgerStatements(),
                Samples.chunk(),
                Samples.done(),
                new Frame.LedgerStatements(List.of(), true))) {
            assertThat(sent(frame)).containsExactly(frame);
        }
    }

    @Test
    void aLargeChunkIsSpreadInOrder() throws MalformedException {
        Bytes payload = Bytes.wrap(new byte[Version.MAX_PAYLOAD]);
        List<Version> versions = IntStream.rangeClosed(1, 10)
                .mapToObj(i -> Samples.version(i, Optional.of(payload)))
                .toList();
        List<Frame> frames = sent(new Frame.Chunk(versions));
        assertThat(frames).hasSize(4);
        assertThat(frames.stream().flatMap(f -> ((Frame.Chunk) f).versions().stream()))
                .containsExactlyElementsOf(versions);
    }

    @Test
    void onlyTheLastPartOfManyStatementsIsTheLast() throws MalformedException {
        Statement statement = new Statement(Bytes.wrap(new byte[Statement.MAX_LENGTH]), Bytes.wrap(new byte[64]));
        List<Frame> frames = sent(new Frame.LedgerStatements(Collections.nCopies(7, statement), true));
        assertThat(frames).extracting(f -> ((Frame.LedgerStatements) f).last()).containsExactly(false, false, true);
        assertThat(frames.stream().flatMap(f -> ((Frame.LedgerStatements) f).statements().stream()))
                .hasSize(7);
    }

    @Test
    void whatIsSaidToBeKnownIsCutToAFrame() throws MalformedException {
        List<DotSet.Range> far = new ArrayList<>();
        for (long i = 1; i <= DotSet.MAX_RANGES; i++) {
            far.add(new DotSet.Range(i << 36, (i << 36) + (1L << 35)));
        }
        TreeMap<ReplicaId, List<DotSet.Range>> ranges = new TreeMap<>();
        ranges.put(Samples.REPLICA, far);
        Frame.Hello hello = Samples.hello();
        Frame.Hello large = new Frame.Hello(
                1,
                hello.features(),
                hello.device(),
                hello.replica(),
                hello.ledgerDigest(),
                hello.knowledge(),
                DotSet.of(ranges));
        Frame.Hello got = (Frame.Hello) sent(large).get(0);
        assertThat(got.beyond().rangeCount()).isEqualTo(DotSet.MAX_RANGES / 2);
        assertThat(got.beyond().contains(new Dot(Samples.REPLICA, 1L << 36))).isTrue();

        List<Bytes> ids = Collections.nCopies(64_000, Bytes.hex("11".repeat(32)));
        assertThat(((Frame.LedgerIds) sent(new Frame.LedgerIds(ids)).get(0)).ids())
                .hasSize(32_000);
    }

    @Test
    void neighbouringRangesCostTwoOctetsEach() {
        List<Dot> dots = IntStream.rangeClosed(1, 10_000)
                .mapToObj(i -> new Dot(Samples.REPLICA, 2L * i))
                .toList();
        Frame.Hello hello = Samples.hello();
        Frame.Hello many = new Frame.Hello(
                1,
                hello.features(),
                hello.device(),
                hello.replica(),
                hello.ledgerDigest(),
                hello.knowledge(),
                DotSet.ofDots(dots));
        assertThat(FrameSplitter.encode(many).get(0)).hasSizeLessThan(20_500);
    }
}
