package im.kith.transport.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Listening sockets: one per address asked for, all on one port. */
@SuppressWarnings("FutureReturnValueIgnored") // of Netty: a failure closes the channel, which is told
public final class Doors {

    private static final int TRIES = 8;
    private static final int BACKLOG = 128;

    private final ServerBootstrap bootstrap;
    private final Map<InetAddress, Channel> open = new HashMap<>();
    private int port;

    /**
     * Nothing is listened on yet.
     *
     * @param inbound sets up what connects
     * @param port 0 for any that is free
     */
    public Doors(EventLoopGroup group, ChannelHandler inbound, int port) {
        this.port = port;
        this.bootstrap = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, Endpoint.WATER_MARK)
                .childHandler(inbound);
    }

    /** The port, 0 while it is any and nothing was listened on. */
    public synchronized int port() {
        return port;
    }

    /**
     * Listens on {@code addresses} and on nothing else.
     *
     * @throws IOException if one of them could not be listened on; the others are
     */
    public synchronized void listenOn(List<InetAddress> addresses) throws IOException {
        for (InetAddress gone : new HashSet<>(open.keySet())) {
            if (!addresses.contains(gone)) {
                close(gone);
            }
        }
        if (port != 0) {
            bindAll(addresses);
            return;
        }
        for (int tries = 1; ; tries++) {
            try {
                bindAll(addresses);
                return;
            } catch (IOException e) {
                if (tries == TRIES) {
                    throw e;
                }
                close();
                port = 0;
            }
        }
    }

    private void bindAll(List<InetAddress> addresses) throws IOException {
        IOException failure = null;
        for (InetAddress address : addresses) {
            if (!open.containsKey(address)) {
                try {
                    bind(address);
                } catch (IOException e) {
                    failure = e;
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void bind(InetAddress address) throws IOException {
        ChannelFuture bound =
                bootstrap.bind(new InetSocketAddress(address, port)).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen on " + address.getHostAddress() + " port " + port + ": "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
        open.put(address, bound.channel());
        port = ((InetSocketAddress) bound.channel().localAddress()).getPort();
    }

    private void close(InetAddress address) {
        Channel channel = open.remove(address);
        if (channel != null) {
            channel.close().awaitUninterruptibly();
        }
    }

    /** Listens on nothing any more. */
    public synchronized void close() {
        new HashSet<>(open.keySet()).forEach(this::close);
    }
}
