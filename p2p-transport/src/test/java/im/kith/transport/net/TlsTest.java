package im.kith.transport.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.kith.core.account.DeviceId;
import im.kith.core.octets.Bytes;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;

/** The TLS engines of both sides, octets passed by hand. */
class TlsTest {

    private static final int ROOM = 1 << 16;
    private static final DeviceId SERVER = TestAccount.deviceId("server");
    private static final DeviceId CLIENT = TestAccount.deviceId("client");

    private final TlsIdentity serverKey = TestAccount.identity();
    private final TlsIdentity clientKey = TestAccount.identity();
    private final ByteBuffer toServer = ByteBuffer.allocate(ROOM);
    private final ByteBuffer toClient = ByteBuffer.allocate(ROOM);

    private PinnedTrust trust(TlsIdentity own, DeviceId self, Map<Bytes, DeviceId> directory) {
        EndpointConfig config = new EndpointConfig(
                Optional.of(self),
                own,
                hash -> Optional.ofNullable(directory.get(hash)).stream().toList(),
                List::of,
                List.of(),
                0,
                TestAccount.RANDOM,
                Timings.STANDARD);
        return PinnedTrust.members(config, Optional.empty());
    }

    private SSLEngine server(Map<Bytes, DeviceId> directory) {
        return Tls.engine(serverKey, trust(serverKey, SERVER, directory), false, TestAccount.RANDOM);
    }

    private SSLEngine client(Map<Bytes, DeviceId> directory) {
        return Tls.engine(clientKey, trust(clientKey, CLIENT, directory), true, TestAccount.RANDOM);
    }

    /** Lets {@code engine} read what there is and write what it has; how many octets it wrote. */
    private static int move(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        ByteBuffer plain = ByteBuffer.allocate(ROOM);
        int before = out.position();
        in.flip();
        while (true) {
            Runnable task = engine.getDelegatedTask();
            if (task != null) {
                task.run();
            } else if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                engine.wrap(ByteBuffer.allocate(0), out);
            } else if (in.hasRemaining()) {
                engine.unwrap(in, plain);
            } else {
                in.compact();
                return out.position() - before;
            }
        }
    }

    @Test
    void bothKnowEachOtherAfterOneRoundTripAndTheServerGivesNoTicket() throws SSLException {
        SSLEngine server = server(Map.of(clientKey.keyHash(), CLIENT));
        SSLEngine client = client(Map.of(serverKey.keyHash(), SERVER));
        client.beginHandshake();
        server.beginHandshake();
        move(client, toClient, toServer);
        assertThat(move(server, toServer, toClient)).isPositive();
        assertThat(move(client, toClient, toServer)).isPositive();
        assertThat(move(server, toServer, toClient))
                .as("octets after the handshake")
                .isZero();
        assertThat(server.getHandshakeStatus()).isEqualTo(HandshakeStatus.NOT_HANDSHAKING);
        assertThat(client.getSession().getProtocol()).isEqualTo("TLSv1.3");
        assertThat(server.getSession().getPeerCertificates()).containsExactly(clientKey.certificate());
        assertThat(client.getSession().getPeerCertificates()).containsExactly(serverKey.certificate());
    }

    @Test
    void aClientThatDoesNotKnowTheServerKeepsItsCertificateToItself() throws SSLException {
        SSLEngine server = server(Map.of(clientKey.keyHash(), CLIENT));
        SSLEngine client = client(Map.of());
        client.beginHandshake();
        server.beginHandshake();
        move(client, toClient, toServer);
        move(server, toServer, toClient);
        assertThatThrownBy(() -> move(client, toClient, toServer))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("a TLS key of no device of the account");
        int alert = client.wrap(ByteBuffer.allocate(0), toServer).bytesProduced();
        assertThat(alert).as("an alert and no certificate").isBetween(1, 100);
        assertThatThrownBy(() -> move(server, toServer, toClient)).isInstanceOf(SSLException.class);
        assertThatThrownBy(() -> server.getSession().getPeerCertificates())
                .isInstanceOf(SSLPeerUnverifiedException.class);
    }

    @Test
    void onlyP256KeysMakeAnIdentity() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(384);
        KeyPair large = generator.generateKeyPair();
        assertThatThrownBy(() -> TlsIdentity.of(large))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageContaining("not a P-256 key");
        KeyPair one = TlsIdentity.newKeys(TestAccount.RANDOM);
        KeyPair other = TlsIdentity.newKeys(TestAccount.RANDOM);
        assertThatThrownBy(() -> TlsIdentity.of(new KeyPair(one.getPublic(), other.getPrivate())))
                .isInstanceOf(GeneralSecurityException.class);
        assertThat(TlsIdentity.of(one).keyHash())
                .isEqualTo(TlsIdentity.of(one).keyHash())
                .isEqualTo(Bytes.sha256(Bytes.wrap(one.getPublic().getEncoded())));
    }
}
