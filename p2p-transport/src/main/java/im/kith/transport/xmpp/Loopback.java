package im.kith.transport.xmpp;

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
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.List;

/**
 * Listens on the loopback addresses, one port for all.
 *
 * <p>If somebody else has the port on one of them, it is not taken on the other: software that is told {@code localhost} might show its
 * token to that one.
 */
final class Loopback implements AutoCloseable {

    private static final int TRIES = 20;

    private final ServerBootstrap bootstrap;
    private final List<Channel> doors = new ArrayList<>();

    Loopback(EventLoopGroup group, ChannelHandler entrance) {
        this.bootstrap = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 128)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(entrance);
    }

    void listen(int port) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                listenOn(addresses(InetAddress.getByAddress(new byte[] {127, 0, 0, 1})), port);
                return;
            } catch (IOException e) {
                close();
                if (port != 0 || tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    /** {@code first}, and ::1 where the machine has it. */
    private static List<InetAddress> addresses(InetAddress first) throws IOException {
        List<InetAddress> all = new ArrayList<>(List.of(first));
        byte[] one = new byte[16];
        one[15] = 1;
        InetAddress six = InetAddress.getByAddress(one);
        if (NetworkInterface.getByInetAddress(six) != null) {
            all.add(six);
        }
        return all;
    }

    private void listenOn(List<InetAddress> addresses, int port) throws IOException {
        int same = port;
        for (InetAddress address : addresses) {
            ChannelFuture bound =
                    bootstrap.bind(new InetSocketAddress(address, same)).awaitUninterruptibly();
            if (!bound.isSuccess()) {
                throw new IOException(
                        "port " + same + " of " + address.getHostAddress() + ": "
                                + bound.cause().getMessage(),
                        bound.cause());
            }
            doors.add(bound.channel());
            same = ((InetSocketAddress) bound.channel().localAddress()).getPort();
        }
    }

    int port() {
        return doors.isEmpty() ? 0 : ((InetSocketAddress) doors.get(0).localAddress()).getPort();
    }

    List<String> addresses() {
        return doors.stream()
                .map(door ->
                        ((InetSocketAddress) door.localAddress()).getAddress().getHostAddress())
                .toList();
    }

    @Override
    public void close() {
        doors.forEach(door -> door.close().awaitUninterruptibly());
        doors.clear();
    }
}
