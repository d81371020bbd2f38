package im.kith;

import im.kith.core.device.Device;
import im.kith.core.device.DeviceEvent;
import im.kith.core.device.DeviceIdentity;
import im.kith.core.device.DeviceSetup;
import im.kith.core.device.Founding;
import im.kith.core.device.Refounding;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.core.replica.MemoryVersionStore;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.VersionStore;
import im.kith.storage.Home;
import im.kith.storage.HomeAccess;
import im.kith.storage.HomeBusyException;
import im.kith.storage.HomeException;
import im.kith.storage.HomeStore;
import im.kith.storage.Passphrase;
import im.kith.storage.StoreSnapshot;
import im.kith.storage.VaultException;
import im.kith.transport.engine.DeviceThread;
import im.kith.transport.engine.InvitationDesk;
import im.kith.transport.engine.Joining;
import im.kith.transport.engine.Network;
import im.kith.transport.engine.NetworkOptions;
import im.kith.transport.engine.PairingException;
import im.kith.transport.engine.ParallelVerifier;
import im.kith.transport.engine.Subscription;
import im.kith.transport.engine.TlsKeys;
import im.kith.transport.linklocal.LinkLocal;
import im.kith.transport.pairing.Invitation;
import im.kith.transport.pairing.PairingCode;
import im.kith.transport.xmpp.PepDesk;
import im.kith.transport.xmpp.XmppEndpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A device of an account: opened, used, and, when asked for, on the network (docs/java.md).
 *
 * <pre>{@code
 * try (Kith kith = Kith.openOrFound(Path.of("juliet"), "laptop")) {
 *     kith.contacts().add("Romeo Montague", "romeo@example.org");
 *     kith.contacts().list().forEach(contact -> System.out.println(contact.contact().label()));
 * }
 * }</pre>
 *
 * <p>It lies in a home directory, or in memory only. Any thread may use it; what is done with the device happens on one thread of
 * its own. Without {@link #connect} nothing of the network is loaded.
 */
public final class Kith implements AutoCloseable {

    private final Backing backing;
    private final DeviceIdentity identity;
    private final SecureRandom random;
    private final DeviceThread thread;
    private final XmppServices services;
    private Optional<Network> network = Optional.empty();
    private volatile boolean closed;

    private Kith(Backing backing, DeviceIdentity identity, SecureRandom random) throws StoreException {
        this.backing = backing;
        this.identity = identity;
        this.random = random;
        AtomicBoolean first = new AtomicBoolean(true);
        this.thread = new DeviceThread(() -> {
            if (!first.getAndSet(false)) {
                backing.reopen();
            }
            DeviceSetup setup =
                    new DeviceSetup(identity, backing.store(), new ParallelVerifier(), Clock.systemUTC(), random);
            return Device.open(setup, backing.isSuspect());
        });
        this.services = new XmppServices(thread, random);
    }

    /**
     * Opens the device in {@code home}; if there is none, founds an account with this as its first device.
     *
     * @param name this device's, if it is founded
     * @throws HomeBusyException if another process has the home open
     * @throws VaultException if it is under a passphrase: {@link #open} takes one
     */
    public static Kith openOrFound(Path home, String name)
            throws HomeException, HomeBusyException, VaultException, StoreException {
        HomeAccess access = HomeAccess.of(home);
        return new Home(home).exists() ? open(access) : found(access, name, Optional.empty());
    }

    /**
     * Founds an account with a device in memory, gone when it is closed: for tests and experiments.
     *
     * @param jid the account's address; without one it gets an XID (XEP-0516)
     */
    public static Kith inMemory(String name, Optional<String> jid) throws StoreException {
        SecureRandom random = new SecureRandom();
        return over(
                new MemoryVersionStore(),
                Founding.found(name, jid, Clock.systemUTC().instant(), random),
                random);
    }

    /**
     * A new device over a store of the program's own, which holds nothing yet.
     *
     * @param store keeps what {@link VersionStore} asks for; closed with this
     * @param founding of an account, or what joining one gave
     */
    public static Kith over(VersionStore store, Founding founding, SecureRandom random) throws StoreException {
        store.commit(founding.first(), Clock.systemUTC().instant());
        return over(store, founding.identity(), random);
    }

    /**
     * The device whose data {@code store} holds. The store must be newer than any other copy of this device that ever wrote: nothing
     * checks that here, as the witness does for a home.
     */
    public static Kith over(VersionStore store, DeviceIdentity identity, SecureRandom random) throws StoreException {
        return new Kith(Backing.of(store), identity, random);
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
            DeviceIdentity identity = Copies.identity(home, Clock.systemUTC().instant(), access.random());
            Kith kith = new Kith(Backing.of(access, home), identity, access.random());
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
        HomeStore home = backing.home();
        Refounding refounding = call(device -> device.refound(name, jid));
        services.close();
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
        return opened(backing.access(), home);
    }

    /** The address book. */
    public Contacts contacts() {
        return new Contacts(this, random);
    }

    /** Any node's items: publish, items, retract (XEP-0060). */
    public PubsubStore pubsub() {
        return new PubsubStore(this);
    }

    /**
     * Waits for another device of the account, which has {@code lifetime} to come with the code; it can be found from now on.
     * {@link #connect} comes first. To be closed when it is over.
     */
    public InvitationDesk invite(Duration lifetime) {
        Network on = network().orElseThrow(() -> new IllegalStateException("not on the network"));
        return new InvitationDesk(
                thread, on, new Invitation(PairingCode.random(random), lifetime, Clock.systemUTC(), random));
    }

    /**
     * Makes a device in a home that does not exist yet, and joins it to the account of the device that invites at {@code by}.
     *
     * @param code as {@link InvitationDesk#code} shows it
     * @param name this device's
     * @throws MalformedException if that is no code
     * @throws IOException if the device is not reached
     * @throws PairingException if it refuses, such as for a wrong code
     */
    public static Kith join(HomeAccess access, String code, String name, InetSocketAddress by)
            throws MalformedException, IOException, PairingException, InterruptedException, HomeException,
                    HomeBusyException, StoreException {
        try (Joining joining = new Joining(PairingCode.parse(code), name, Clock.systemUTC(), access.random())) {
            return make(access, joining.by(by));
        }
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
                backing.home().changePassphrase(from, to);
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
            return new Still<>(backing.home().snapshot(), beside.run(device));
        });
    }

    /** A store at one instant, and what the device was then. */
    record Still<T>(StoreSnapshot store, T beside) {}

    /** Why the witness against roll-backs could not be written, if so. */
    public Optional<String> witnessTrouble() {
        return backing.witnessTrouble();
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
                thread, TlsKeys.identity(identity.secrets(), introduction()), options, Clock.systemUTC(), random);
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
    public PepDesk pep() {
        return services.pep();
    }

    /**
     * Opens an XMPP port on the loopback addresses, for software that knows a token of this device's ({@link
     * im.kith.core.device.Tokens}), until this object or the endpoint is closed.
     *
     * @param port 0 for any that is free
     * @throws IOException if it is not free
     */
    public XmppEndpoint serveXmpp(int port) throws IOException {
        return services.serveXmpp(port);
    }

    /** The XMPP port, if it is open. */
    public Optional<XmppEndpoint> xmpp() {
        return services.xmpp();
    }

    /**
     * Shows the account to everybody on the LAN, and connects the software on the XMPP port with whom it finds there
     * (XEP-0174), until this object is closed.
     *
     * @param interfaces names or addresses of the only network interfaces to use; empty for all suitable ones
     * @throws IOException if nothing can be listened on
     */
    public LinkLocal serveLinkLocal(Set<String> interfaces) throws IOException {
        return services.serveLinkLocal(interfaces);
    }

    /** The account on the LAN, if it is shown there. */
    public Optional<LinkLocal> linkLocal() {
        return services.linkLocal();
    }

    /** Ends all that it does; a device on the network at once, one that is not after {@link #keepSummary}. */
    @Override
    public void close() throws HomeException, StoreException {
        if (closed) {
            return;
        }
        closed = true;
        services.close();
        if (network().isPresent()) {
            network().get().close();
        } else {
            keepSummary();
        }
        thread.close();
        backing.close();
    }

    /**
     * Keeps where each contact is, for whoever opens the home next, who then need not read them all. If it cannot be kept that costs
     * time and nothing else.
     */
    public void keepSummary() {
        thread.keepSummary();
    }
}
