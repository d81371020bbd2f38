package im.kith.transport.discovery;

import im.kith.core.octets.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An announcement made by hand: one unsolicited response with PTR, SRV, TXT and A (RFC 6762 section 8.3), whatever it claims.
 */
public record Spoof(
        String instance, String host, int port, InetAddress address, String nonce, String tag, boolean inviting) {

    private static final String SERVICE = "_kith._tcp.local";
    private static final int IN = 1;
    private static final int FLUSH = 0x8000;
    private static final int PTR = 12;
    private static final int SRV = 33;
    private static final int TXT = 16;
    private static final int A = 1;

    private static final Pattern NAME = Pattern.compile(" ([0-9a-f]{32})");
    private static final Pattern TEXT =
            Pattern.compile("n=([A-Za-z0-9_-]{22}).{0,8}t=([A-Za-z0-9_-]{43})", Pattern.DOTALL);

    interface Data {
        void writeTo(DataOutputStream out) throws IOException;
    }

    /** What a member with {@code key} would announce. */
    static Spoof by(Bytes key, String instance, int port, InetAddress address) {
        Bytes nonce = Bytes.sha256(Bytes.utf8(instance)).first(DiscoveryTag.NONCE);
        String tag = DiscoveryTag.compute(key, nonce, instance);
        return new Spoof(instance, instance, port, address, DiscoveryTag.text(nonce), tag, false);
    }

    /** The announcement of the device that listens on {@code port}, as {@code air} has heard it: one for every name in it. */
    public static List<Spoof> heardBy(Capture air, int port) {
        String service = "\0\0\0\0" + (char) (port >> 8) + (char) (port & 0xff);
        List<Spoof> all = new ArrayList<>();
        for (String packet : air.exact()) {
            Matcher text = TEXT.matcher(packet);
            if (packet.contains(service) && text.find()) {
                Matcher name = NAME.matcher(packet);
                while (name.find()) {
                    all.add(new Spoof(
                            name.group(1),
                            "0123456789abcdef0123456789abcdef",
                            port,
                            InetAddress.getLoopbackAddress(),
                            text.group(1),
                            text.group(2),
                            false));
                }
            }
        }
        return all;
    }

    /** The same, pointing elsewhere. */
    public Spoof at(int otherPort) {
        return new Spoof(instance, host, otherPort, address, nonce, tag, inviting);
    }

    Spoof named(String other) {
        return new Spoof(other, other, port, address, nonce, tag, inviting);
    }

    Spoof thatInvites() {
        return new Spoof(instance, host, port, address, nonce, tag, true);
    }

    /** The packet; with {@code ttl} 0 it is a good-bye. */
    public byte[] packet(int ttl) throws IOException {
        String full = instance + "." + SERVICE;
        String server = host + ".local";
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(octets);
        for (int field : List.of(0, 0x8400, 0, 4, 0, 0)) {
            out.writeShort(field);
        }
        record(out, SERVICE, PTR, IN, ttl, data -> name(data, full));
        record(out, full, SRV, FLUSH | IN, ttl, data -> {
            data.writeShort(0);
            data.writeShort(0);
            data.writeShort(port);
            name(data, server);
        });
        record(out, full, TXT, FLUSH | IN, ttl, data -> {
            text(data, "v=1");
            text(data, "n=" + nonce);
            text(data, "t=" + tag);
            if (inviting) {
                text(data, "pair=1");
            }
        });
        record(out, server, A, FLUSH | IN, ttl, data -> data.write(address.getAddress()));
        return octets.toByteArray();
    }

    static void record(DataOutputStream out, String name, int type, int kind, int ttl, Data data) throws IOException {
        name(out, name);
        out.writeShort(type);
        out.writeShort(kind);
        out.writeInt(ttl);
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        data.writeTo(new DataOutputStream(octets));
        out.writeShort(octets.size());
        octets.writeTo(out);
    }

    static void name(DataOutputStream out, String name) throws IOException {
        for (String label : name.split("\\.", -1)) {
            text(out, label);
        }
        out.writeByte(0);
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        out.writeByte(octets.length);
        out.write(octets);
    }
}
