package im.kith.transport.attack;

import static im.kith.transport.attack.Victim.PATIENCE;
import static im.kith.transport.attack.Victim.RANDOM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import im.kith.core.octets.Bytes;
import im.kith.transport.discovery.Capture;
import im.kith.transport.discovery.Spoof;
import im.kith.transport.engine.InvitationDesk;
import im.kith.transport.net.RawTls;
import im.kith.transport.net.TlsIdentity;
import im.kith.transport.pairing.Invitation;
import im.kith.transport.pairing.PairingCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Somebody on the LAN who is no member, against two honest devices. */
@Timeout(180)
class StrangerAttackTest extends HonestDevices {

    private static final int MOST_SILENT = 16;

    private static Socket from(int host, InetSocketAddress to) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) host}), 0));
        socket.connect(to);
        return socket;
    }

    /** Every octet that comes back until the device closes. */
    private byte[] answer(int host, byte[] octets) throws IOException {
        try (Socket socket = from(host, laptop.address())) {
            socket.getOutputStream().write(octets);
            return socket.getInputStream().readAllBytes();
        } catch (SocketException reset) {
            return new byte[0];
        }
    }

    /** What scanners send, and knocks that are almost right. */
    private static List<byte[]> probes() {
        byte[] wrongKnock = RawTls.knock(Bytes.sha256(Bytes.utf8("another account")), RANDOM)
                .toArray();
        byte[] pairing = RawTls.pairingKnock(RANDOM).toArray();
        byte[] changed = pairing.clone();
        changed[47] ^= 1;
        byte[] clientHello = Bytes.hex("16030100300100002c0303" + "5a".repeat(32) + "000006130113021303010000")
                .toArray();
        return List.of(
                new byte[0],
                "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                "SSH-2.0-scan\r\n".getBytes(StandardCharsets.US_ASCII),
                "<stream:stream xmlns='jabber:client'>".getBytes(StandardCharsets.US_ASCII),
                clientHello,
                new byte[48],
                new byte[100_000],
                wrongKnock,
                Bytes.concat(Bytes.wrap(wrongKnock), Bytes.wrap(clientHello)).toArray(),
                changed,
                Arrays.copyOf(pairing, 47));
    }

    private void assertNotAnOctet() throws IOException {
        int host = 10;
        for (byte[] probe : probes()) {
            assertThat(answer(host++, probe))
                    .as("answer to %d octets", probe.length)
                    .isEmpty();
        }
    }

    @Test
    void aScanGetsNotAnOctetBeforeDuringAndAfterAnInvitation() throws Exception {
        laptop.connect();
        assertNotAnOctet();
        assertThat(answer(30, RawTls.pairingKnock(RANDOM).toArray())).isEmpty();
        Invitation invitation =
                new Invitation(PairingCode.random(RANDOM), Invitation.DEFAULT_TTL, Clock.systemUTC(), RANDOM);
        InvitationDesk desk = new InvitationDesk(laptop.kith().device(), laptop.network(), invitation);
        assertNotAnOctet();
        TlsIdentity stranger = TlsIdentity.of(TlsIdentity.newKeys(RANDOM));
        byte[] knock = RawTls.pairingKnock(RANDOM).toArray();
        try (RawTls tls = RawTls.dial(laptop.address(), Bytes.wrap(knock), stranger)) {
            assertThat(tls.peerKeyHash())
                    .as("a certificate, as long as it invites")
                    .isPresent();
        }
        assertThat(answer(31, knock)).as("the same knock again").isEmpty();
        desk.close();
        assertThat(answer(32, RawTls.pairingKnock(RANDOM).toArray())).isEmpty();
        assertThat(invitation.attemptsLeft()).isEqualTo(3);
        assertUnharmed();
    }

    @Test
    void aFloodThatDoesNotEndKeepsNoMemberOutAndHoldsAFewConnections() throws Exception {
        laptop.connect();
        AtomicBoolean over = new AtomicBoolean();
        List<Socket> flood = new ArrayList<>();
        AtomicInteger made = new AtomicInteger();
        Spy.spawn(() -> {
            for (int i = 0; !over.get(); i++) {
                Socket socket = from(1 + i % 60, laptop.address());
                socket.getOutputStream().write(i);
                synchronized (flood) {
                    flood.add(socket);
                }
                made.incrementAndGet();
            }
        });
        await().atMost(PATIENCE).until(() -> made.get() > 100);
        assertUnharmed();
        over.set(true);
        assertThat(made.get()).isGreaterThan(100);
        synchronized (flood) {
            int open = 0;
            for (Socket socket : flood.subList(0, flood.size() - 1)) {
                socket.setSoTimeout(1);
                open += isOpen(socket) ? 1 : 0;
                socket.close();
            }
            assertThat(open).isLessThanOrEqualTo(MOST_SILENT);
        }
    }

    private static boolean isOpen(Socket socket) {
        try {
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException silence) {
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    @Test
    void whatWasOverheardOpensNothingWhenItIsSentAgain() throws Exception {
        laptop.connect();
        try (Spy spy = new Spy(laptop.address())) {
            phone.connect(spy.at());
            phone.shows("juliet");
            byte[] tape = spy.sent.get(0).toByteArray();
            assertThat(tape).hasSizeGreaterThan(500);
            int already = spy.answered.size();
            assertThat(already).isPositive();
            assertThat(answer(40, tape)).as("a whole connection again").isEmpty();
            assertThat(answer(41, Arrays.copyOf(tape, 48))).as("its knock").isEmpty();
            assertThat(laptop.network().connected()).hasSize(1);
        }
    }

    @Test
    void aRoguePeerGetsAKnockThatOpensNothingOfItsMakerAndNoCertificate() throws Exception {
        try (ServerSocket rogue = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            laptop.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), rogue.getLocalPort()));
            TlsIdentity own = TlsIdentity.of(TlsIdentity.newKeys(RANDOM));
            byte[] knock;
            try (Socket dialled = rogue.accept()) {
                knock = RawTls.readKnock(dialled).toArray();
                assertThatThrownBy(() -> RawTls.over(dialled, own, false)).isInstanceOf(IOException.class);
            }
            byte[] hello = "\26\3\1\0\5\1\0\0\1\0".getBytes(StandardCharsets.ISO_8859_1);
            assertThat(answer(
                            50,
                            Bytes.concat(Bytes.wrap(knock), Bytes.wrap(hello)).toArray()))
                    .as("its own knock sent back")
                    .isEmpty();
            try (Socket dialled = rogue.accept()) {
                String said = firstFlight(dialled);
                assertThat(said).doesNotContain("kith", "laptop", "localhost", "127.0.0.1");
                byte[] id = laptop.id().value().toArray();
                assertThat(said).doesNotContain(new String(id, StandardCharsets.ISO_8859_1));
            }
        }
        assertUnharmed();
    }

    /** The knock and the first record of TLS. */
    private static String firstFlight(Socket dialled) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        octets.write(RawTls.readKnock(dialled).toArray());
        byte[] head = dialled.getInputStream().readNBytes(5);
        octets.write(head);
        octets.write(dialled.getInputStream().readNBytes((head[3] & 0xff) << 8 | head[4] & 0xff));
        return octets.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void aCopiedAnnouncementThatPointsElsewhereCostsDialsThatAreSeenThrough() throws Exception {
        try (Capture air = new Capture();
                ServerSocket trap = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            phone.announce();
            List<Spoof> copies = await().atMost(PATIENCE)
                    .until(() -> Spoof.heardBy(air, phone.network().listeningPort()), heard -> !heard.isEmpty());
            phone.restart();
            laptop.announce();
            AtomicBoolean dialledOnce = new AtomicBoolean();
            Spy.spawn(() -> {
                while (!dialledOnce.get()) {
                    for (Spoof copy : copies) {
                        air.send(copy.at(trap.getLocalPort()).packet(120));
                    }
                    LockSupport.parkNanos(100_000_000);
                }
            });
            TlsIdentity own = TlsIdentity.of(TlsIdentity.newKeys(RANDOM));
            trap.setSoTimeout((int) PATIENCE.toMillis());
            try (Socket dialled = trap.accept()) {
                dialledOnce.set(true);
                RawTls.readKnock(dialled);
                assertThatThrownBy(() -> RawTls.over(dialled, own, false)).isInstanceOf(IOException.class);
            }
            phone.announce();
            phone.shows("juliet");
        }
    }
}
