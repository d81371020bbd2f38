package im.kith.transport.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.transport.wire.WireCodec;
import im.kith.transport.wire.WireFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The handlers that cut the stream, without a network. */
class HandlersTest {

    private static final byte[] PING = WireCodec.encode(new WireFrame.Ping());

    private static ByteBuf octets(byte[]... some) {
        return Unpooled.wrappedBuffer(some);
    }

    @Test
    void framesAreFoundHoweverTheStreamIsCut() {
        byte[] pair = WireCodec.encode(new WireFrame.Pair(Bytes.utf8("hello")));
        byte[] stream =
                Bytes.concat(Bytes.of(PING), Bytes.of(pair), Bytes.of(PING)).toArray();
        for (int at = 0; at <= stream.length; at++) {
            EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(100));
            channel.writeInbound(Unpooled.copiedBuffer(stream, 0, at));
            channel.writeInbound(Unpooled.copiedBuffer(stream, at, stream.length - at));
            assertThat((WireFrame) channel.readInbound()).isEqualTo(new WireFrame.Ping());
            assertThat((WireFrame) channel.readInbound()).isEqualTo(new WireFrame.Pair(Bytes.utf8("hello")));
            assertThat((WireFrame) channel.readInbound()).isEqualTo(new WireFrame.Ping());
            assertThat((WireFrame) channel.readInbound()).isNull();
        }
    }

    @Test
    void aLengthBeyondTheLimitIsRefusedBeforeAnythingElseComes() {
        EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(100));
        assertThatThrownBy(() -> channel.writeInbound(octets(new byte[] {0, 0, 0, 101})))
                .hasCauseInstanceOf(MalformedException.class)
                .hasMessageContaining("frame of 101 octets, not 1 to 100");
    }

    @Test
    void afterAMalformedFrameNothingIsRead() {
        EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(100));
        byte[] malformed = {0, 0, 0, 1, 1};
        assertThatThrownBy(() -> channel.writeInbound(octets(malformed))).hasCauseInstanceOf(MalformedException.class);
        channel.writeInbound(octets(PING));
        assertThat((WireFrame) channel.readInbound()).isNull();
    }

    @Test
    void whatFollowsTheKnockIsPassedOn() {
        List<Bytes> knocks = new ArrayList<>();
        byte[] knock = new byte[Knock.LENGTH];
        for (int at = 0; at <= knock.length; at++) {
            EmbeddedChannel channel = new EmbeddedChannel(new KnockReader(Timings.STANDARD.knock(), knocks::add));
            channel.writeInbound(Unpooled.copiedBuffer(knock, 0, at));
            assertThat(channel.pipeline().get(KnockReader.class) == null).isEqualTo(at == knock.length);
            channel.writeInbound(octets(Arrays.copyOfRange(knock, at, knock.length), new byte[] {22}));
            ByteBuf rest = channel.readInbound();
            assertThat(rest.readableBytes()).isOne();
            assertThat(channel.isOpen()).isTrue();
        }
        assertThat(knocks).hasSize(Knock.LENGTH + 1).containsOnly(Bytes.wrap(knock));
    }

    @Test
    void aWrongKnockAndNoneEndInSilence() {
        EmbeddedChannel wrong = new EmbeddedChannel(new KnockReader(Timings.STANDARD.knock(), knock -> false));
        wrong.writeInbound(octets(new byte[Knock.LENGTH + 100]));
        assertThat(wrong.isOpen()).isFalse();
        assertThat((ByteBuf) wrong.readOutbound()).isNull();
        assertThat((ByteBuf) wrong.readInbound()).isNull();

        EmbeddedChannel none = new EmbeddedChannel();
        none.freezeTime();
        none.pipeline().addLast(new KnockReader(Timings.STANDARD.knock(), knock -> true));
        none.advanceTimeBy(2_999, TimeUnit.MILLISECONDS);
        none.runScheduledPendingTasks();
        assertThat(none.isOpen()).isTrue();
        none.advanceTimeBy(1, TimeUnit.MILLISECONDS);
        none.runScheduledPendingTasks();
        assertThat(none.isOpen()).isFalse();
        assertThat((ByteBuf) none.readOutbound()).isNull();
    }
}
