package im.kith.transport.xmpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamHandlerTest {

    private House house;
    private boolean closed;
    private EmbeddedChannel channel;

    @BeforeEach
    void connect() throws Exception {
        house = new House();
        StreamHandler.Doorway doorway = new StreamHandler.Doorway() {
            @Override
            public void authenticated(StreamHandler handler) {}

            @Override
            public void closed(StreamHandler handler) {
                closed = true;
            }
        };
        channel = new EmbeddedChannel();
        channel.freezeTime();
        channel.pipeline()
                .addLast(new StreamHandler(wire -> new ClientStream(house.context, wire), doorway, Optional.empty()));
        channel.pipeline().fireChannelActive();
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
        house.close();
    }

    private String written() {
        StringBuilder all = new StringBuilder();
        channel.runPendingTasks();
        for (ByteBuf octets = channel.readOutbound(); octets != null; octets = channel.readOutbound()) {
            all.append(octets.toString(StandardCharsets.UTF_8));
            octets.release();
        }
        return all.toString();
    }

    private void write(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    }

    @Test
    void theStreamIsOpenedWithTheCustomaryPrefix() {
        write(RawClient.OPENING);
        assertThat(written())
                .startsWith("<?xml version='1.0'?><stream:stream xmlns='jabber:client'"
                        + " xmlns:stream='http://etherx.jabber.org/streams' ")
                .contains("from='capulet.example'", "version='1.0'", "xml:lang='en'")
                .contains("><stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/><mechanisms ")
                .endsWith("</stream:features>");
    }

    @Test
    void whoDoesNotLogInInTimeIsSentAway() {
        write(RawClient.OPENING);
        assertThat(written()).isNotEmpty();
        channel.advanceTimeBy(9, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isTrue();
        channel.advanceTimeBy(1, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(written()).contains("<connection-timeout ").endsWith("</stream:stream>");
        assertThat(channel.isOpen()).isFalse();
        assertThat(closed).isTrue();
    }

    @Test
    void theClosingTagIsAnsweredWithOne() {
        write(RawClient.OPENING + "</stream:stream>");
        assertThat(written()).endsWith("</stream:stream>");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aStreamThatCannotBeReadGetsAHeaderAnErrorAndItsEnd() {
        write("<?xml version='1.0'?><!DOCTYPE x>");
        assertThat(written())
                .contains("<stream:stream ", "<stream:error><restricted-xml xmlns='" + Names.STREAM_ERRORS + "'/>")
                .endsWith("</stream:stream>");
        assertThat(channel.isOpen()).isFalse();
    }
}
