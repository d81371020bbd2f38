package im.kith;

import im.kith.core.device.Device;
import im.kith.core.device.DeviceEvent;
import im.kith.core.device.DeviceIdentity;
import im.kith.core.device.DeviceSetup;
import im.kith.core.device.Founding;
import im.kith.core.device.Refounding;
import im.kith.core.octets.Bytes;
import im.kith.core.replica.StoreException;
import im.kith.core.xml.XmlElement;
import im.kith.storage.HomeAccess;
import im.kith.storage.HomeBusyException;
import im.kith.storage.HomeException;
import im.kith.storage.HomeStore;
import im.kith.storage.Passphrase;
import im.kith.storage.StoreSnapshot;
import im.kith.storage.VaultException;
import im.kith.storage.Witness;
import im.kith.transport.engine.DeviceThread;
import im.kith.transport.engine.Network;
import im.kith.transport.engine.NetworkOptions;
import im.kith.transport.engine.ParallelVerifier;
import im.kith.transport.engine.Subscription;
import im.kith.transport.engine.TlsKeys;
import im.kith.transport.linklocal.LinkLocal;
import im.kith.transport.xmpp.PepDesk;
import im.kith.transport.xmpp.XmppEndpoint;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A device in a home directory: opened, used, and, when asked for, on the network.
 *
 * <pre>{@code
 * try (Kith kith = Kith.open(access)) {
 *     List<ContactView> all = kith.call(device -> device.book().list(Sort.NAME));
 * }
 * }</pre>
 *
 * <p>Any thread may use it; what is done with the device happens on one thread of its own. Without {@link #connect} nothing of the
 * network is loaded.
 */
public final class Kith implements AutoCloseable {

    private final HomeAccess access;
    private final HomeStore home;
    private final DeviceIdentity identity;
    private final DeviceThread thread;
    private Optional<Network> network = Optional.empty();
    private Optional<XmppEndpoint> xmpp = Optional.empty();
    private Optional<LinkLocal> linkLocal = Optional.empty();
    private @Nullable PepDesk pep;
    private volatile boolean closed;

    private Kith(HomeAccess access, HomeStore home) throws HomeException, StoreException {
        this.access = access;
        this.home = home;
        this.identity = Copies.identity(home, Clock.systemUTC().instant(), access.random());
        AtomicBoolean first = new AtomicBoolean(true);
        this.thread = new DeviceThread(() -> first.getAndSet(false) ? openDevice() : reopenDevice());
    }

    private Device openDevice() throws StoreException {
        DeviceSetup setup =
                new DeviceSetup(identity, home.store(), new ParallelVerifier(), Clock.systemUTC(), access.random());
        return Device.open(setup, home.verdict() != Witness.Verdict.SAME);
    }

    /** After a failure the store is opened anew: what it holds then is what counts. */
    private Device reopenDevice() throws StoreException {
        try {
            home.reopen();
        } catch (HomeException e) {
            throw new StoreException(StoreException.Kind.OTHER, String.valueOf(e.getMessage()), e);
        }
        return openDevice();
    }

    /**
     * Founds an account in a home that does not exist yet.
     *
     * @param name this device's
     * @param jid the account's address; without one it gets an XID (XEP-0516)
     */
    public static Kith found(HomeAccess access, String name, Optional<String> jid)
            throws HomeException, HomeBusyException, StoreException {
        return make(access, Founding.found(name, jid, Clock.systemUTC().instant(), access.random()));
    }

    /** Makes a home for a device that has joined an account. */
    public static Kith make(HomeAccess access, Founding founding)
            throws HomeException, HomeBusyException, StoreException {
        HomeStore home = HomeStore.create(
                access,
                founding.identity().secrets().encode(),
                founding.first(),
                Clock.systemUTC().instant());
        return opened(access, home);
    }

    public static Kith open(HomeAccess access) throws HomeException, HomeBusyException, VaultException, StoreException {
        return opened(access, HomeStore.open(access));
    }

    static Kith opened(HomeAccess access, HomeStore home) throws HomeException, StoreException {
        boolean done = false;
        try {
            Kith kith = new Kith(access, home);
            done = true;
            return kith;
        } finally {
            if (!done) {
                home.close();
            }
        }
    }

    /**
     * Makes a new account of what this home holds, in its place, and opens it; this object is closed.
     *
     * @param name this device's; without one it keeps its name
     * @param jid the account's address; without one an own address is kept, and an XID (XEP-0516) replaced
     */
    public Kith refound(Optional<String> name, Optional<String> jid) throws Exception {
        Refounding refounding = call(device -> device.refound(name, jid));
        linkLocal().ifPresent(LinkLocal::close);
        xmpp().ifPresent(XmppEndpoint::close);
        network().ifPresent(Network::close);
        thread.close();
        closed = true;
        boolean done = false;
        try {
            home.refound(
                    refounding.identity().secrets().encode(),
                    refounding.first(),
                    Clock.systemUTC().instant());
            done = true;
        } finally {
            if (!done) {
                home.close();
            }
        }
        // with the vault that is open: the passphrase was asked for once
        return opened(access, home);
    }

    /** Runs {@code task} on the device's thread; the result is there when what it wrote is durable. */
    public <T> CompletableFuture<T> submit(DeviceThread.Task<T> task) {
        return thread.submit(task);
    }

    /**
     * As {@link #submit}, waiting for the result.
     *
     * @throws Exception what the task threw, or a {@link StoreException} if it could not be made durable
     */
    public <T> T call(DeviceThread.Task<T> task) throws Exception {
        try {
            return thread.submit(task).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /**
     * Exchanges the vault key and what it is wrapped under; the network goes on.
     *
     * @param from the present passphrase, asked if there is one
     * @param to the passphrase from now on; if it gives nothing, a key file in the home takes its place
     * @throws VaultException if {@code from} is not the present one; nothing is changed then
     */
    public void changePassphrase(Passphrase from, Passphrase to) throws HomeException, VaultException, StoreException {
        try {
            call(device -> {
                home.changePassphrase(from, to);
                return true;
            });
        } catch (HomeException | VaultException | StoreException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The thread that owns the device. */
    public DeviceThread device() {
        return thread;
    }

    /** All that is durable now, to be read by another thread; {@code beside} is made of the device as it is then. */
    <T> Still<T> still(DeviceThread.Task<T> beside) throws Exception {
        return call(device -> {
            device.commitQuietly();
            return new Still<>(home.snapshot(), beside.run(device));
        });
    }

    /** A store at one instant, and what the device was then. */
    record Still<T>(StoreSnapshot store, T beside) {}

    /** Why the witness against roll-backs could not be written, if so. */
    public Optional<String> witnessTrouble() {
        return home.witnessTrouble();
    }

    /**
     * From now on {@code listener} hears what changes, whoever changed it, after it is durable; on threads of the device and the
     * network: it must only enqueue.
     */
    public Subscription subscribe(Consumer<DeviceEvent> listener) {
        return thread.subscribe(listener);
    }

    /**
     * Brings the device on the network, until it is closed.
     *
     * @throws IOException if it cannot listen where {@code options} say
     */
    public synchronized Network connect(NetworkOptions options) throws IOException {
        if (network.isPresent()) {
            throw new IllegalStateException("on the network already");
        }
        Network fresh = Network.start(
                thread,
                TlsKeys.identity(identity.secrets(), introduction()),
                options,
                Clock.systemUTC(),
                access.random());
        network = Optional.of(fresh);
        return fresh;
    }

    private Bytes introduction() {
        return thread.submit(device -> device.doorkeeper().own()).join().orElse(Bytes.EMPTY);
    }

    /** The network, if the device is on it. */
    public synchronized Optional<Network> network() {
        return network;
    }

    /** The account's PEP service, for XMPP software. */
    public synchronized PepDesk pep() {
        PepDesk present = pep;
        if (present == null) {
            String account = thread.submit(Device::accountJid).join();
            present = new PepDesk(thread, account, Clock.systemUTC(), access.random());
            pep = present;
        }
        return present;
    }

    /**
     * Opens an XMPP port on the loopback addresses, for software that knows a token of this device's ({@link
     * im.kith.core.device.Tokens}), until this object or the endpoint is closed.
     *
     * @param port 0 for any that is free
     * @throws IOException if it is not free
     */
    public synchronized XmppEndpoint serveXmpp(int port) throws IOException {
        if (xmpp.isPresent()) {
            throw new IllegalStateException("serving XMPP already");
        }
        XmppEndpoint fresh = XmppEndpoint.start(thread, pep(), port, Clock.systemUTC(), access.random());
        linkLocal.ifPresent(fresh::others);
        xmpp = Optional.of(fresh);
        return fresh;
    }

    /**
     * Shows the account to everybody on the LAN, and connects the software on the XMPP port with whom it finds there
     * (XEP-0174), until this object is closed.
     *
     * @param interfaces names or addresses of the only network interfaces to use; empty for all suitable ones
     * @throws IOException if nothing can be listened on
     */
    public synchronized LinkLocal serveLinkLocal(Set<String> interfaces) throws IOException {
        if (linkLocal.isPresent()) {
            throw new IllegalStateException("on the LAN already");
        }
        LinkLocal fresh = LinkLocal.start(thread, pep(), this::deliver, interfaces, Clock.systemUTC(), access.random());
        xmpp.ifPresent(endpoint -> endpoint.others(fresh));
        linkLocal = Optional.of(fresh);
        return fresh;
    }

    private CompletableFuture<Boolean> deliver(XmlElement stanza) {
        return xmpp().map(endpoint -> endpoint.deliver(stanza))
                .orElseGet(() -> CompletableFuture.completedFuture(false));
    }

    /** The account on the LAN, if it is shown there. */
    public synchronized Optional<LinkLocal> linkLocal() {
        return linkLocal;
    }

    /** The XMPP port, if it is open. */
    public synchronized Optional<XmppEndpoint> xmpp() {
        return xmpp;
    }

    @Override
    public void close() throws HomeException, StoreException {
        if (closed) {
            return;
        }
        closed = true;
        linkLocal().ifPresent(LinkLocal::close);
        xmpp().ifPresent(XmppEndpoint::close);
        network().ifPresent(Network::close);
        thread.close();
        home.close();
    }
}
