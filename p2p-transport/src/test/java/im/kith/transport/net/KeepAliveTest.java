package im.kith.transport.net;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.transport.wire.WireCodec;
import im.kith.transport.wire.WireFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class KeepAliveTest {

    private final List<Object> events = new ArrayList<>();

    private EmbeddedChannel channel(boolean dialled) {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.freezeTime();
        channel.pipeline().addLast(new KeepAlive(Timings.STANDARD, dialled), new ChannelInboundHandlerAdapter() {
            @Override
            public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                events.add(event);
            }
        });
        return channel;
    }

    private static void pass(EmbeddedChannel channel, long millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    private static int pings(EmbeddedChannel channel) {
        int count = 0;
        for (ByteBuf sent = channel.readOutbound(); sent != null; sent = channel.readOutbound()) {
            assertThat(ByteBufUtil.getBytes(sent)).isEqualTo(WireCodec.encode(new WireFrame.Ping()));
            count++;
        }
        return count;
    }

    private static void hear(EmbeddedChannel channel) {
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {1}));
    }

    @Test
    void theDiallerPingsAfterFiveIdleSecondsAndTheOtherSideAfterSeven() {
        EmbeddedChannel dialler = channel(true);
        pass(dialler, 4_999);
        assertThat(pings(dialler)).isZero();
        pass(dialler, 1);
        assertThat(pings(dialler)).isOne();
        EmbeddedChannel other = channel(false);
        pass(other, 6_999);
        assertThat(pings(other)).isZero();
        pass(other, 1);
        assertThat(pings(other)).isOne();
    }

    @Test
    void whoAnswersPingsSendsNoneOfItsOwn() {
        EmbeddedChannel other = channel(false);
        for (int i = 0; i < 10; i++) {
            pass(other, 5_000);
            hear(other);
            other.writeOutbound(Unpooled.wrappedBuffer(new byte[] {2}));
            assertThat((ByteBuf) other.readOutbound()).isNotNull();
        }
        assertThat(pings(other)).isZero();
        assertThat(events).isEmpty();
    }

    @Test
    void whoOnlyReceivesPings() {
        EmbeddedChannel receiver = channel(true);
        int pings = 0;
        for (int i = 0; i < 10; i++) {
            pass(receiver, 1_000);
            hear(receiver);
            pings += pings(receiver);
        }
        assertThat(pings).isEqualTo(2);
    }

    @Test
    void fifteenSilentSecondsAreDeath() {
        EmbeddedChannel channel = channel(true);
        for (int second = 1; second < 15; second++) {
            pass(channel, 1_000);
        }
        assertThat(events).isEmpty();
        pass(channel, 1_000);
        assertThat(events).containsExactly(KeepAlive.Event.SILENT);
    }

    @Test
    void afterAPauseTheCountBeginsAnew() {
        EmbeddedChannel channel = channel(true);
        channel.config().setAutoRead(false);
        for (int second = 0; second < 60; second++) {
            pass(channel, 1_000);
        }
        channel.config().setAutoRead(true);
        pass(channel, 9_000);
        assertThat(events).isEmpty();
        for (int second = 0; second < 6; second++) {
            pass(channel, 1_000);
        }
        assertThat(events).containsExactly(KeepAlive.Event.SILENT);
    }
}
