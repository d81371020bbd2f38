package im.kith.cli.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where the control socket of a home is, and how to reach it there.
 *
 * <p>The kernel takes a path of some hundred octets only. A longer one is reached through a symbolic link to the home, in
 * a directory of our own that nobody else can enter, for as long as binding or connecting takes.
 */
final class ControlAddress {

    static final String NAME = "control.sock";

    /** {@code sun_path} holds 108 octets on Linux and 104 elsewhere, one of them the end mark. */
    private static final int LONGEST_PATH = 100;

    private ControlAddress() {}

    private interface Opening<T> {
        T open(UnixDomainSocketAddress address) throws IOException;
    }

    static Path of(Path home) {
        return home.resolve(NAME);
    }

    static ServerSocketChannel bind(Path home) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            reach(home, channel::bind);
            Files.setPosixFilePermissions(of(home), PosixFilePermissions.fromString("rw-------"));
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    static SocketChannel connect(Path home) throws IOException {
        return reach(home, SocketChannel::open);
    }

    private static <T> T reach(Path home, Opening<T> opening) throws IOException {
        Path socket = of(home).toAbsolutePath();
        if (socket.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_PATH) {
            return opening.open(UnixDomainSocketAddress.of(socket));
        }
        Path directory = Files.createTempDirectory("kith");
        Path link = directory.resolve("h");
        try {
            Files.createSymbolicLink(link, home.toAbsolutePath());
            return opening.open(UnixDomainSocketAddress.of(link.resolve(NAME)));
        } finally {
            Files.deleteIfExists(link);
            Files.deleteIfExists(directory);
        }
    }
}
