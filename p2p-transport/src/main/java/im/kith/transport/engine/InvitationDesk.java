package im.kith.transport.engine;

import im.kith.core.account.AccountId;
import im.kith.core.account.AdmissionRequest;
import im.kith.core.account.DeviceId;
import im.kith.core.account.SignatureSuite;
import im.kith.core.ed25519.Ed25519Suite;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.transport.net.Closed;
import im.kith.transport.net.PairLink;
import im.kith.transport.net.PairListener;
import im.kith.transport.pairing.Invitation;
import im.kith.transport.pairing.InviterSession;
import im.kith.transport.pairing.PairingEffect;
import im.kith.transport.pairing.PairingFailure;
import im.kith.transport.wire.ByeReason;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives the device that was invited: the pairing conversation, then its admission to the ledger.
 *
 * <p>What goes over the paired connection: the account and its ledger to the joiner, its {@link AdmissionRequest} back, the
 * ledger with the admission and the secrets to the joiner.
 */
public final class InvitationDesk implements PairListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(InvitationDesk.class);
    private static final SignatureSuite SUITE = new Ed25519Suite();

    /** A device that has joined. */
    public record Joined(DeviceId device, String name) {}

    private final DeviceThread device;
    private final Network network;
    private final Invitation invitation;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "kith-pairing");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<PairLink, InviterSession> sessions = new HashMap<>();
    private final CompletableFuture<Joined> joined = new CompletableFuture<>();
    private @Nullable PairLink confirmed;

    /** Opens the desk: from now on the network says that this device is inviting. */
    public InvitationDesk(DeviceThread device, Network network, Invitation invitation) {
        this.device = device;
        this.network = network;
        this.invitation = invitation;
        network.endpoint().invite(this);
        network.inviting(true);
    }

    /** What the user types on the other device, such as {@code 1234 5678}. */
    public String code() {
        return invitation.code().print();
    }

    /** When the code is good no more. */
    public Instant expires() {
        return invitation.expires();
    }

    /**
     * Waits for the device.
     *
     * @return the device, or why the invitation is over
     */
    public Joined await() throws InterruptedException, PairingException {
        while (true) {
            Optional<PairingFailure.Kind> over = invitation.closed();
            if (over.isPresent() && over.get() != PairingFailure.Kind.USED) {
                throw new PairingException(over.get());
            }
            try {
                return joined.get(200, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                LOG.trace("still waiting");
            } catch (ExecutionException e) {
                throw e.getCause() instanceof PairingException pairing
                        ? pairing
                        : new PairingException(PairingFailure.Kind.PROTOCOL);
            }
        }
    }

    @Override
    public void opened(PairLink link) {
        work(link, () -> sessions.put(link, invitation.session(link.ownKeyHash(), link.peerKeyHash())));
    }

    @Override
    public void received(PairLink link, Bytes data) {
        work(link, () -> {
            InviterSession session = sessions.get(link);
            if (session != null) {
                carryOut(link, session, session.receive(data));
            }
        });
    }

    @Override
    public void closed(PairLink link, Closed why) {
        work(link, () -> {
            InviterSession session = sessions.remove(link);
            if (session != null) {
                session.disconnected();
            }
            giveUp(link, PairingFailure.Kind.DISCONNECTED);
        });
    }

    /** The code is used up: when the device that used it is not admitted, none will be. */
    private void giveUp(PairLink link, PairingFailure.Kind why) {
        if (link.equals(confirmed)) {
            joined.completeExceptionally(new PairingException(why));
        }
    }

    private void work(PairLink link, Runnable task) {
        try {
            worker.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    LOG.warn("pairing with {}: {}", link.remote(), e.getMessage());
                    link.close(ByeReason.OTHER, "");
                    giveUp(link, PairingFailure.Kind.PROTOCOL);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("the desk is closed");
        }
    }

    private void carryOut(PairLink link, InviterSession session, List<PairingEffect> effects) {
        for (PairingEffect effect : effects) {
            if (effect instanceof PairingEffect.Send send) {
                link.send(send.message());
            } else if (effect instanceof PairingEffect.Confirmed) {
                confirmed = link;
                carryOut(link, session, session.send(parcel().encode()));
            } else if (effect instanceof PairingEffect.Received received) {
                admit(link, session, received.payload());
            } else if (effect instanceof PairingEffect.Failed failed) {
                LOG.info(
                        "pairing with {} failed: {}",
                        link.remote(),
                        failed.failure().kind());
                link.close(ByeReason.REFUSED, "");
                giveUp(link, failed.failure().kind());
            }
        }
    }

    private LedgerParcel parcel() {
        return device.submit(owned ->
                        new LedgerParcel(owned.account(), owned.ledger().without(List.of())))
                .join();
    }

    private void admit(PairLink link, InviterSession session, Bytes payload) {
        try {
            if (joined.isDone()) {
                throw new MalformedException("a second admission request over one pairing");
            }
            AdmissionRequest request = AdmissionRequest.decode(payload);
            AccountId account = device.submit(owned -> owned.account()).join();
            if (!request.keys().tlsKeyHash().equals(link.peerKeyHash()) || !request.isProven(account, SUITE)) {
                throw new MalformedException("the admission request is not the paired device's");
            }
            DeviceId admitted = device.submit(owned -> owned.admit(request)).join();
            carryOut(link, session, session.send(parcel().encode()));
            joined.complete(new Joined(admitted, request.name()));
        } catch (MalformedException | RuntimeException e) {
            LOG.warn("the paired device was not admitted: {}", e.getMessage());
            joined.completeExceptionally(e);
            carryOut(link, session, session.refuse("not admitted"));
        }
    }

    @Override
    public synchronized void close() {
        if (worker.isShutdown()) {
            return;
        }
        network.endpoint().stopInviting();
        network.inviting(false);
        invitation.cancel();
        worker.execute(() -> List.copyOf(sessions.keySet()).forEach(this::leave));
        worker.shutdown();
    }

    /** Whoever is still talking hears that it is over; the device that has joined has its answer already. */
    private void leave(PairLink link) {
        InviterSession session = sessions.get(link);
        if (session != null && !(link.equals(confirmed) && joined.isDone())) {
            carryOut(link, session, session.refuse("the invitation is cancelled"));
        }
    }
}
