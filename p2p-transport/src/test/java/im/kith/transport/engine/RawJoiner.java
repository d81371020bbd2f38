package im.kith.transport.engine;

import static java.util.concurrent.TimeUnit.SECONDS;

import im.kith.core.device.DeviceIdentity;
import im.kith.core.device.Founding;
import im.kith.core.octets.Bytes;
import im.kith.transport.net.Closed;
import im.kith.transport.net.Endpoint;
import im.kith.transport.net.EndpointConfig;
import im.kith.transport.net.PairLink;
import im.kith.transport.net.PairListener;
import im.kith.transport.net.Timings;
import im.kith.transport.net.TlsIdentity;
import im.kith.transport.pairing.JoinAttempts;
import im.kith.transport.pairing.JoinerSession;
import im.kith.transport.pairing.PairingCode;
import im.kith.transport.pairing.PairingEffect;
import im.kith.transport.pairing.PairingFailure;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A joiner that stops, or does wrong, where a test wants it to. */
final class RawJoiner implements PairListener, AutoCloseable {

    final CompletableFuture<Boolean> confirmed = new CompletableFuture<>();
    final CompletableFuture<Bytes> received = new CompletableFuture<>();
    final CompletableFuture<PairingFailure.Kind> failed = new CompletableFuture<>();
    final CompletableFuture<Boolean> closed = new CompletableFuture<>();

    private final PairingCode code;
    private final SecureRandom random;
    private final KeyPair tlsKeys;
    private final Endpoint endpoint;
    private final ExecutorService worker = Executors.newSingleThreadExecutor();
    private @Nullable PairLink link;
    private @Nullable JoinerSession session;

    RawJoiner(PairingCode code, SecureRandom random) throws Exception {
        this.code = code;
        this.random = random;
        this.tlsKeys = TlsIdentity.newKeys(random);
        this.endpoint = Endpoint.start(
                new EndpointConfig(
                        Optional.empty(),
                        TlsIdentity.of(tlsKeys),
                        hash -> List.of(),
                        List::of,
                        List.of(),
                        0,
                        random,
                        Timings.STANDARD),
                NoLinks.INSTANCE);
    }

    void dial(InetSocketAddress address) throws Exception {
        link = endpoint.dialForPairing(address, this).get(30, SECONDS);
    }

    PairLink link() {
        return Objects.requireNonNull(link);
    }

    /** Asks for admission with fresh keys, the TLS key among them. */
    void askWithOtherKeys(LedgerParcel parcel) throws Exception {
        String jid = Founding.accountJid(parcel.account(), parcel.statements());
        DeviceIdentity other = DeviceIdentity.generate(jid, Instant.now(), random);
        send(Founding.request(other, parcel.account(), "somebody else").encode());
    }

    /** Asks for admission as {@code name}, with the TLS key of this connection and otherwise fresh keys. */
    void ask(LedgerParcel parcel, String name) throws Exception {
        String jid = Founding.accountJid(parcel.account(), parcel.statements());
        DeviceIdentity own = DeviceIdentity.generate(jid, Instant.now(), random, tlsKeys);
        send(Founding.request(own, parcel.account(), name).encode());
    }

    void send(Bytes payload) {
        worker.execute(() -> carryOut(link(), Objects.requireNonNull(session).send(payload)));
    }

    @Override
    public void opened(PairLink with) {
        worker.execute(() -> {
            JoinerSession fresh =
                    new JoinerSession(code, new JoinAttempts(), with.ownKeyHash(), with.peerKeyHash(), random);
            session = fresh;
            carryOut(with, fresh.start());
        });
    }

    @Override
    public void received(PairLink with, Bytes data) {
        worker.execute(() -> carryOut(with, Objects.requireNonNull(session).receive(data)));
    }

    @Override
    public void closed(PairLink with, Closed why) {
        worker.execute(() -> closed.complete(true));
    }

    private void carryOut(PairLink with, List<PairingEffect> effects) {
        for (PairingEffect effect : effects) {
            if (effect instanceof PairingEffect.Send send) {
                with.send(send.message());
            } else if (effect instanceof PairingEffect.Confirmed) {
                confirmed.complete(true);
            } else if (effect instanceof PairingEffect.Received got) {
                received.complete(got.payload());
            } else if (effect instanceof PairingEffect.Failed failure) {
                failed.complete(failure.failure().kind());
            }
        }
    }

    @Override
    public void close() {
        endpoint.close();
        worker.shutdown();
    }
}
