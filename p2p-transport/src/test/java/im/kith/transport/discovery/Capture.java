package im.kith.transport.discovery;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Everything that goes over multicast DNS on the loopback interface, as it is on the wire; and a sender of anything. */
public final class Capture implements AutoCloseable {

    private static final int PORT = 5353;
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{32}");

    private final MulticastSocket socket;
    private final InetAddress group = InetAddress.getByName("224.0.0.251");
    private final NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
    private final List<String> packets = new CopyOnWriteArrayList<>();

    public Capture() throws IOException {
        socket = new MulticastSocket(null);
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(PORT));
        socket.setNetworkInterface(loopback);
        socket.joinGroup(new InetSocketAddress(group, PORT), loopback);
        Thread reader = new Thread(this::read, "capture");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        byte[] buffer = new byte[9000];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                packets.add(new String(buffer, 0, packet.getLength(), StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                return;
            }
        }
    }

    public void send(byte[] octets) throws IOException {
        socket.send(new DatagramPacket(octets, octets.length, group, PORT));
    }

    /** Packets heard so far, one character per octet, lower case. */
    List<String> packets() {
        return packets.stream().map(packet -> packet.toLowerCase(Locale.ROOT)).toList();
    }

    /** Packets heard so far, one character per octet. */
    public List<String> exact() {
        return List.copyOf(packets);
    }

    /** All random names heard so far. */
    Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (String packet : packets()) {
            Matcher matcher = HEX.matcher(packet);
            while (matcher.find()) {
                names.add(matcher.group());
            }
        }
        return names;
    }

    @Override
    public void close() {
        socket.close();
    }
}
