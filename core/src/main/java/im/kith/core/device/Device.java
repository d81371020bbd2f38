package im.kith.core.device;

import im.kith.core.account.AccountId;
import im.kith.core.account.AdmissionRequest;
import im.kith.core.account.DeviceId;
import im.kith.core.account.Ledger;
import im.kith.core.account.LedgerFullException;
import im.kith.core.account.Statement;
import im.kith.core.account.StatementBody;
import im.kith.core.account.Trust;
import im.kith.core.clock.Hlc;
import im.kith.core.clock.HybridClock;
import im.kith.core.contacts.AddressBook;
import im.kith.core.contacts.PlannedWrite;
import im.kith.core.octets.Bytes;
import im.kith.core.openpgp.SharedSecret;
import im.kith.core.pubsub.Pubsub;
import im.kith.core.replica.Effect;
import im.kith.core.replica.Input;
import im.kith.core.replica.Notice;
import im.kith.core.replica.Replica;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One device of an account, whole: what it holds, what it shows, and how it talks to the others.
 *
 * <p>For one thread. Every call changes what is in memory at once; nothing is durable, sent or told before {@link #commit},
 * so that several writers can share one transaction. After a {@link StoreException} the object is to be thrown away and the device
 * opened anew, as after a crash.
 */
public final class Device {

    private final DeviceSetup setup;
    private final Replica replica;
    private final KeyRing keys;
    private final SecretCourier courier;
    private final Payloads payloads;
    private final AddressBook book = new AddressBook();
    private final BookKeeper keeper;
    private final Pending pending;
    private final Peers peers;
    private final Alerts alerts;
    private final String accountJid;
    private final DeviceId me;

    private Device(DeviceSetup setup, Opening.Loaded loaded, Replica replica) throws StoreException {
        this.setup = setup;
        this.replica = replica;
        this.keys = loaded.keys();
        this.accountJid = loaded.accountJid();
        this.me = loaded.me();
        this.courier = new SecretCourier(setup.identity(), setup.random());
        this.payloads = new Payloads(keys, this::ledger, setup.random());
        this.pending = new Pending(setup.store());
        this.keeper = new BookKeeper(replica, setup.store(), payloads, book, pending);
        this.peers = new Peers(loaded.settings());
        this.alerts = new Alerts(loaded.settings());
    }

    /**
     * Opens the device that {@link Founding} made in {@code setup}'s store.
     *
     * @param freshReplica take a fresh replica id, because the store may have been rolled back or copied (R7)
     * @throws StoreException of kind {@code DAMAGED} too if what is stored does not fit together
     */
    public static Device open(DeviceSetup setup, boolean freshReplica) throws StoreException {
        Opening.Loaded loaded = Opening.load(setup);
        Replica replica = Replica.open(loaded.replicaSetup(), setup.store(), loaded.ledger());
        Device device = new Device(setup, loaded, replica);
        device.keeper.load();
        device.carryOut(replica.start(freshReplica));
        return device;
    }

    public AccountId account() {
        return ledger().account();
    }

    /** The account's own address, a bare JID. */
    public String accountJid() {
        return accountJid;
    }

    public DeviceId me() {
        return me;
    }

    public Ledger ledger() {
        return (Ledger) replica.trust();
    }

    public Replica replica() {
        return replica;
    }

    /** Contacts and groups as shown. */
    public AddressBook book() {
        return book;
    }

    /** When passes with the other devices were finished. */
    public Peers peers() {
        return peers;
    }

    /** What the user should know of, in words, the last week's. */
    public List<String> warnings() {
        return alerts.present(now());
    }

    /** The pubsub store: every node, the contacts nodes too. */
    public Pubsub pubsub() {
        return new DevicePubsub(this, replica, setup.store(), payloads, setup.random());
    }

    /** What is kept under {@code name} on this device alone. */
    public Optional<Bytes> setting(String name) throws StoreException {
        commitQuietly();
        return Optional.ofNullable(setup.store().settings().get(name));
    }

    public void setting(String name, Optional<Bytes> value) {
        pending.persist(Changes.settings(Map.of(name, value)));
    }

    /** The discovery keys: the one to announce with first, then those still recognised. */
    public List<Bytes> discoveryKeys() {
        return keys.forDiscovery(ledger(), now()).stream()
                .map(secret -> Bytes.utf8(secret.secret()))
                .toList();
    }

    /** Who judges introductions of successors, by what this device knows now. */
    public Doorkeeper doorkeeper() {
        return new Doorkeeper(ledger(), keys.forDiscovery(ledger(), now()), setup.random());
    }

    /** Writes what the address book planned, in one transaction. */
    public void write(List<PlannedWrite> plan) throws StoreException {
        if (plan.isEmpty()) {
            return;
        }
        List<Write> writes = new ArrayList<>(plan.size());
        for (PlannedWrite planned : plan) {
            SharedSecret secret = secretFor(planned.item().node());
            writes.add(new Write(
                    planned.item(),
                    planned.merged(),
                    planned.after(),
                    planned.compose().map(compose -> stamp -> payloads.seal(secret, compose.apply(stamp)))));
        }
        step(new Input.LocalWrite(writes));
    }

    /** R12: the newest clean secret of {@code node}; if there is none it is made, and handed to every member. */
    SharedSecret secretFor(String node) throws StoreException {
        Optional<SharedSecret> clean = keys.forWriting(node, ledger());
        if (clean.isPresent()) {
            return clean.get();
        }
        SharedSecret fresh = SharedSecret.generate(node, null, now(), keys.of(node), setup.random());
        hold(List.of(fresh));
        share(List.of(fresh), ledger().members());
        return fresh;
    }

    private void hold(Collection<SharedSecret> secrets) {
        secrets.forEach(secret -> {
            var setting = KeyRing.setting(accountJid, secret);
            if (keys.add(secret)) {
                pending.persist(Changes.settings(Map.of(setting.getKey(), setting.getValue())));
            }
        });
    }

    private void share(Collection<SharedSecret> secrets, Collection<DeviceId> recipients) throws StoreException {
        var devices =
                recipients.stream().flatMap(id -> ledger().device(id).stream()).toList();
        for (StatementBody body : courier.pack(secrets, devices, accountJid, now())) {
            try {
                state(ledger().state(body, reading(), setup.identity().signer()));
            } catch (LedgerFullException e) {
                pending.event(new DeviceEvent.Warning("ledger-full", String.valueOf(e.getMessage())));
            }
        }
    }

    private void state(Statement statement) throws StoreException {
        step(new Input.LocalStatements(List.of(statement)));
    }

    /** A reading of this device's clock for a ledger statement. */
    private Hlc reading() {
        return new HybridClock(replica.state().clock()).tick(now()).last();
    }

    private Instant now() {
        return setup.clock().instant();
    }

    /** Makes the device of {@code request} a member and hands it all secrets. */
    public DeviceId admit(AdmissionRequest request) throws StoreException, LedgerFullException {
        state(ledger().admit(request, reading(), setup.identity().signer()));
        DeviceId device = request.device(account());
        shareWith(device);
        return device;
    }

    /** Hands {@code device}, if it is a member, the secrets that it lacks. */
    private void shareWith(DeviceId device) throws StoreException {
        List<SharedSecret> lacked = keys.lackedBy(device, ledger());
        boolean member = ledger().standing(device).equals(Optional.of(Trust.Standing.IN));
        if (member && !lacked.isEmpty()) {
            share(lacked, List.of(device));
        }
    }

    public void rename(DeviceId device, String name) throws StoreException, LedgerFullException {
        state(ledger().state(
                        new StatementBody.Rename(device, name),
                        reading(),
                        setup.identity().signer()));
    }

    /** One input of the network or the timer. What was written before is made durable first. */
    public void handle(Input input) throws StoreException {
        commitQuietly();
        step(input);
    }

    void step(Input input) throws StoreException {
        carryOut(replica.step(input, now()));
    }

    private void carryOut(List<Effect> effects) throws StoreException {
        for (Effect effect : effects) {
            if (effect instanceof Effect.Notify notify) {
                heed(notify.notice());
            } else {
                pending.effect(effect);
            }
        }
    }

    private void heed(Notice notice) throws StoreException {
        if (notice instanceof Notice.ItemsChanged changed) {
            keeper.update(changed.items(), changed.author());
        } else if (notice instanceof Notice.StatementsTaken taken) {
            heed(taken.statements());
        } else if (notice instanceof Notice.Passed passed) {
            peers.passed(passed.peer(), now()).ifPresent(pending::persist);
            shareWith(passed.peer());
            pending.event(new DeviceEvent.Passed(passed.peer()));
        } else if (notice instanceof Notice.Agreed) {
            alerts.settle(Warnings.DIGEST_MISMATCH).ifPresent(pending::persist);
        } else {
            Warnings.of(notice, ledger()).ifPresent(warning -> {
                pending.persist(alerts.raise(warning, now()));
                pending.event(warning);
            });
        }
    }

    private void heed(List<Statement> statements) throws StoreException {
        List<SharedSecret> secrets = new ArrayList<>();
        for (Statement statement : statements) {
            ledger().statement(statement.id())
                    .ifPresent(signed -> secrets.addAll(courier.unpack(signed, me, ledger())));
        }
        hold(secrets);
        if (!secrets.isEmpty()) {
            keeper.retryUnreadable(me);
        }
        pending.event(new DeviceEvent.LedgerChanged());
    }

    /** Makes all that happened since the last time durable, then sends and tells it. */
    public void commit(Outlet outlet) throws StoreException {
        commitQuietly();
        deliver(outlet);
    }

    /** Makes durable what is pending without telling anybody yet. */
    public void commitQuietly() throws StoreException {
        pending.commit(now());
    }

    /** Sends and tells what was made durable; to be called after {@link #commitQuietly}. */
    public void deliver(Outlet outlet) {
        pending.deliver(outlet);
    }
}
