package im.kith.transport.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Waits for TLS to be done, tells the outcome once, and leaves. */
@SuppressWarnings("FutureReturnValueIgnored") // of Netty: a failure closes the channel, which is told
final class Handshake extends ChannelInboundHandlerAdapter {

    /** What comes of it; on the event loop. */
    interface Outcome {
        void succeeded(Channel channel, X509Certificate peer);

        void failed(Throwable cause);
    }

    private final Outcome outcome;
    private boolean told;

    Handshake(Outcome outcome) {
        this.outcome = outcome;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!(event instanceof SslHandshakeCompletionEvent completion)) {
            ctx.fireUserEventTriggered(event);
            return;
        }
        if (!completion.isSuccess()) {
            fail(ctx, completion.cause());
            return;
        }
        try {
            SslHandler tls = ctx.pipeline().get(SslHandler.class);
            X509Certificate peer = (X509Certificate) tls.engine().getSession().getPeerCertificates()[0];
            told = true;
            ctx.pipeline().remove(this);
            outcome.succeeded(ctx.channel(), peer);
        } catch (SSLPeerUnverifiedException e) {
            fail(ctx, e);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(ctx, new IOException("closed before TLS was done"));
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(ctx, cause);
    }

    private void fail(ChannelHandlerContext ctx, Throwable cause) {
        if (!told) {
            told = true;
            outcome.failed(cause);
        }
        ctx.close();
    }
}
