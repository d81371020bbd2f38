package im.kith.transport.engine;

import im.kith.core.account.AccountId;
import im.kith.core.device.DeviceIdentity;
import im.kith.core.device.Founding;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
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
import im.kith.transport.wire.ByeReason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The new device's side of an invitation: it dials, proves the code, asks to be admitted, and takes the ledger. */
public final class Joining implements AutoCloseable {

    private static final long CONVERSATION_SECONDS = 30;

    private final PairingCode code;
    private final String name;
    private final InstantSource clock;
    private final SecureRandom random;
    private final JoinAttempts attempts = new JoinAttempts();
    private final KeyPair tlsKeys;
    private final Endpoint endpoint;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "kith-pairing");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Gets ready to dial.
     *
     * @param name of this device in the account
     * @throws IOException if the network cannot be used at all
     */
    public Joining(PairingCode code, String name, InstantSource clock, SecureRandom random) throws IOException {
        this.code = code;
        this.name = name;
        this.clock = clock;
        this.random = random;
        this.tlsKeys = TlsIdentity.newKeys(random);
        this.endpoint = Endpoint.start(
                new EndpointConfig(
                        Optional.empty(),
                        identity(),
                        hash -> List.of(),
                        List::of,
                        List.of(),
                        0,
                        random,
                        Timings.STANDARD),
                NoLinks.INSTANCE);
    }

    private TlsIdentity identity() {
        try {
            return TlsIdentity.of(tlsKeys);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a fresh TLS key makes no certificate", e);
        }
    }

    /**
     * Joins by the device at {@code address}.
     *
     * @throws IOException if it is not reached or ends the connection
     * @throws PairingException if the pairing fails
     */
    public Founding by(InetSocketAddress address) throws IOException, PairingException, InterruptedException {
        Conversation conversation = new Conversation();
        try {
            endpoint.dialForPairing(address, conversation).get(CONVERSATION_SECONDS, TimeUnit.SECONDS);
            return conversation.result.get(CONVERSATION_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no answer from " + address, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PairingException pairing) {
                throw pairing;
            }
            throw new IOException(e.getCause() == null ? "" : e.getCause().getMessage(), e);
        }
    }

    private final class Conversation implements PairListener {
        private final CompletableFuture<Founding> result = new CompletableFuture<>();
        private Optional<JoinerSession> session = Optional.empty();
        private Optional<DeviceIdentity> asked = Optional.empty();

        @Override
        public void opened(PairLink link) {
            work(() -> {
                JoinerSession fresh = new JoinerSession(code, attempts, link.ownKeyHash(), link.peerKeyHash(), random);
                session = Optional.of(fresh);
                carryOut(link, fresh, fresh.start());
            });
        }

        @Override
        public void received(PairLink link, Bytes data) {
            work(() -> session.ifPresent(s -> carryOut(link, s, s.receive(data))));
        }

        @Override
        public void closed(PairLink link, Closed why) {
            work(() -> {
                session.ifPresent(JoinerSession::disconnected);
                result.completeExceptionally(new IOException("the inviting device closed the connection"));
            });
        }

        private void work(Runnable task) {
            try {
                worker.execute(() -> {
                    try {
                        task.run();
                    } catch (RuntimeException e) {
                        result.completeExceptionally(e);
                    }
                });
            } catch (RejectedExecutionException e) {
                result.completeExceptionally(new IOException("closed", e));
            }
        }

        private void carryOut(PairLink link, JoinerSession with, List<PairingEffect> effects) {
            for (PairingEffect effect : effects) {
                if (effect instanceof PairingEffect.Send send) {
                    link.send(send.message());
                } else if (effect instanceof PairingEffect.Received received) {
                    take(link, with, received.payload());
                } else if (effect instanceof PairingEffect.Failed failed) {
                    result.completeExceptionally(
                            new PairingException(failed.failure().kind()));
                    link.close(ByeReason.REFUSED, "");
                }
            }
        }

        private void take(PairLink link, JoinerSession with, Bytes payload) {
            try {
                LedgerParcel parcel = LedgerParcel.decode(payload);
                if (asked.isEmpty()) {
                    DeviceIdentity identity = DeviceIdentity.generate(
                            Founding.accountJid(parcel.account(), parcel.statements()),
                            clock.instant(),
                            random,
                            tlsKeys);
                    asked = Optional.of(identity);
                    AccountId account = parcel.account();
                    carryOut(
                            link,
                            with,
                            with.send(Founding.request(identity, account, name).encode()));
                } else {
                    result.complete(
                            Founding.join(asked.get(), parcel.account(), parcel.statements(), clock.instant(), random));
                    link.close(ByeReason.PAIRED, "");
                }
            } catch (MalformedException | RuntimeException e) {
                result.completeExceptionally(e);
                link.close(ByeReason.PROTOCOL, "");
            }
        }
    }

    @Override
    public void close() {
        endpoint.close();
        worker.shutdown();
    }
}
