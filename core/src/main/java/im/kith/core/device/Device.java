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
import im.kith.core.contacts.Planner;
import im.kith.core.contacts.Privacy;
import im.kith.core.contacts.SummaryDraft;
import im.kith.core.octets.Bytes;
import im.kith.core.openpgp.SharedSecret;
import im.kith.core.pubsub.Pubsub;
import im.kith.core.replica.Effect;
import im.kith.core.replica.Input;
import im.kith.core.replica.Replica;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * One device of an account, whole: what it holds, what it shows, and how it talks to the others.
 *
 * <p>For one thread. Every call changes what is in memory at once; nothing is durable, sent or told before {@link #commit},
 * so that several writers can share one transaction. After a {@link StoreException} the device is to be opened anew, as after a crash.
 */
public final class Device {

    private final DeviceSetup setup;
    private final Replica replica;
    private final KeyRing keys;
    private final SecretKeeper secrets;
    private final Payloads payloads;
    private final BookKeeper keeper;
    private final Pending pending;
    private final Peers peers;
    private final Alerts alerts;
    private final Announcements announcements;
    private final ChangeLog log;
    private final NodeMemory nodes = new NodeMemory();
    private final Attention attention;
    private final Tokens tokens;
    private boolean continuing;
    private final Opening.Loaded loaded;

    private Device(DeviceSetup setup, Opening.Loaded loaded, Replica replica) throws StoreException {
        this.setup = setup;
        this.replica = replica;
        this.keys = loaded.keys();
        this.loaded = loaded;
        this.payloads = new Payloads(keys, this::ledger, setup.random());
        this.pending = new Pending(setup.store());
        this.secrets = new SecretKeeper(this, keys, pending, setup);
        this.keeper = new BookKeeper(replica, setup.store(), payloads, pending);
        this.peers = new Peers(loaded.settings());
        this.alerts = new Alerts(loaded.settings());
        this.announcements = new Announcements(loaded.settings());
        this.log = new ChangeLog(loaded.settings());
        this.tokens = new Tokens(loaded.settings(), pending, setup.clock(), setup.random(), secrets::withdraw);
        this.attention = new Attention(this, pending, secrets, keeper, peers, alerts, announcements, log, nodes);
    }

    /**
     * Opens the device that {@link Founding} made in {@code setup}'s store.
     *
     * @param freshReplica take a fresh replica id, because the store may have been rolled back or copied (R7)
     * @throws StoreException of kind {@code DAMAGED} too if what is stored does not fit together
     */
    public static Device open(DeviceSetup setup, boolean freshReplica) throws StoreException {
        Opening.Loaded loaded = Opening.load(setup);
        Device device =
                new Device(setup, loaded, Replica.openUnread(loaded.replicaSetup(), setup.store(), loaded.ledger()));
        device.carryOut(device.replica.start(freshReplica));
        return device;
    }

    public AccountId account() {
        return ledger().account();
    }

    /** The account's own address, a bare JID. */
    public String accountJid() {
        return loaded.accountJid();
    }

    /** The key that the account's address is made of, if it is an XID (XEP-0516) and this device was given it. */
    public Optional<XidKey> xid() {
        return keys.xid(accountJid());
    }

    public DeviceId me() {
        return loaded.me();
    }

    public Ledger ledger() {
        return (Ledger) replica.trust();
    }

    public Replica replica() {
        return replica;
    }

    /** Contacts and groups as shown: read from the store as they are asked for, hence {@code UncheckedStoreException}. */
    public AddressBook book() {
        return keeper.book();
    }

    /** When passes with the other devices were finished. */
    public Peers peers() {
        return peers;
    }

    /** What the user should know of, in words: how he stands, whom to decide about, who is new, what happened in the last week. */
    public List<String> warnings() {
        List<String> texts = new ArrayList<>(announcements.all(ledger()));
        texts.addAll(alerts.present(now()));
        return texts;
    }

    /** Of these, with which devices the digests were last found to differ (R6). */
    public List<String> differences() {
        return alerts.present(Warnings.DIGEST_MISMATCH, now());
    }

    /** The other devices that the user of this one has not acknowledged yet, sorted by id. */
    public List<im.kith.core.account.Device> unacknowledged() {
        return announcements.pending(ledger());
    }

    /** The user of this device knows {@code device}. */
    public void acknowledge(DeviceId device) {
        announcements.acknowledge(device, now()).ifPresent(pending::persist);
    }

    /** Whether this device is a member, as it sees it. */
    public boolean isMember() {
        return Revoking.standing(ledger(), me()) == Trust.Standing.IN;
    }

    /** A new account with all that this device can read, for its own store (see {@link Refounding}). */
    public Refounding refound(Optional<String> name, Optional<String> jid) throws StoreException {
        commitQuietly();
        return Refounding.of(this, setup, payloads, keys, name, jid);
    }

    /**
     * Looks at everything that is stored and deciphers what is live; changes nothing.
     *
     * @param progress is given how many versions were looked at so far
     */
    public Inspection inspect(IntConsumer progress) throws StoreException {
        commitQuietly();
        return new Inspector(payloads, progress)
                .inspect(setup.store(), keys.all().size());
    }

    /** Whether the keys held are those that the ledger has for this device; slow, since it reads the OpenPGP key. */
    public boolean hasItsKeys() {
        return ledger().device(me())
                .map(it -> it.keys())
                .equals(Optional.of(setup.identity().keys()));
    }

    /** The pubsub store: every node, the contacts nodes too. */
    public Pubsub pubsub() {
        return new DevicePubsub(this, replica, payloads, nodes, setup, new SoftwareKeys(this, keys, secrets, setup));
    }

    /** How much of the size of the address book the account's devices hide. */
    public Privacy privacy() throws StoreException {
        return AccountPrivacy.get(pubsub());
    }

    /** Sets it for all devices; the items that are there follow with {@link Planner#fit}. */
    public void privacy(Privacy wanted) throws StoreException {
        AccountPrivacy.set(wanted, pubsub());
    }

    /** The passwords for XMPP software on this machine. */
    public Tokens tokens() {
        return tokens;
    }

    /** What looks like duplicates and is none. */
    public IgnoredPairs ignored() {
        return new IgnoredPairs(pubsub());
    }

    /** What happened to contacts and groups. */
    public Histories histories() throws StoreException {
        commitQuietly();
        return new Histories(replica, setup.store(), payloads, keeper.book(), keeper.former());
    }

    /** Finds what to take back. */
    public Undoing undoing() throws StoreException {
        return new Undoing(this, setup.store(), histories(), log);
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
        return keys.forMeeting(ledger(), peers, now()).stream()
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

    /** As {@link #write}, as a part of the transaction before, if that was this device's last: both are undone together. */
    public void writeMore(List<PlannedWrite> plan) throws StoreException {
        continuing = true;
        try {
            write(plan);
        } finally {
            continuing = false;
        }
    }

    /** R12: the newest clean secret of {@code node}; if there is none it is made, and handed to every member. */
    SharedSecret secretFor(String node) throws StoreException {
        return secrets.forWriting(node);
    }

    void state(Statement statement) throws StoreException {
        step(new Input.LocalStatements(List.of(statement)));
    }

    /** A reading of this device's clock for a ledger statement. */
    Hlc reading() {
        return new HybridClock(replica.state().clock()).tick(now()).last();
    }

    Instant now() {
        return setup.clock().instant();
    }

    /** Makes the device of {@code request} a member and hands it all secrets. */
    public DeviceId admit(AdmissionRequest request) throws StoreException, LedgerFullException {
        DeviceId device = request.device(account());
        Statement statement =
                ledger().admit(request, reading(), setup.identity().signer());
        acknowledge(device);
        state(statement);
        secrets.shareWith(device);
        return device;
    }

    public void rename(DeviceId device, String name) throws StoreException, LedgerFullException {
        StatementBody rename = new StatementBody.Rename(device, name);
        state(ledger().state(rename, reading(), setup.identity().signer()));
    }

    /**
     * Takes {@code named}, and whatever took their place after a restore or as a copy, out of the account, in one transaction with new
     * secrets for those who stay (R11, R12). All that this device stores of theirs stands.
     *
     * @param reinstated devices whose revocation by one of {@code named} is to fall; if there are any, those named are revoked once
     *     more although they are out
     * @return whom it took out, sorted; empty if all were out already
     */
    public List<DeviceId> revoke(Collection<DeviceId> named, Collection<DeviceId> reinstated)
            throws StoreException, LedgerFullException {
        commitQuietly();
        Set<DeviceId> targets = Revoking.withSuccessors(ledger(), named, me());
        if (!reinstated.isEmpty()) {
            targets.addAll(named);
            targets.remove(me());
        }
        if (targets.isEmpty()) {
            return List.of();
        }
        StatementDraft draft = draft();
        for (DeviceId target : targets) {
            Revoking.state(draft, replica, target, Set.copyOf(reinstated));
        }
        try {
            secrets.rotate(draft);
        } catch (LedgerFullException e) {
            // revoking has room of its own, and does not fail for want of other room: who writes next makes a secret
            pending.event(new DeviceEvent.Warning("ledger-full", String.valueOf(e.getMessage())));
        }
        step(new Input.LocalStatements(draft.statements()));
        return List.copyOf(targets);
    }

    /** The devices, not out, that {@code admitters}, or whom these had admitted, brought into the account. */
    public List<im.kith.core.account.Device> admittedBy(Collection<DeviceId> admitters) {
        return Revoking.admittedBy(ledger(), admitters, me());
    }

    /** The devices that are no members because of {@code revokers} alone. */
    public List<im.kith.core.account.Device> revokedBy(Collection<DeviceId> revokers) {
        return Revoking.revokedBy(ledger(), revokers);
    }

    /**
     * Makes new secrets for every node in use and a new discovery key, in one transaction (R12).
     *
     * @return how many nodes got one
     */
    public int rotate() throws StoreException, LedgerFullException {
        commitQuietly();
        StatementDraft draft = draft();
        int nodes = secrets.rotate(draft);
        step(new Input.LocalStatements(draft.statements()));
        return nodes;
    }

    StatementDraft draft() {
        return new StatementDraft(
                ledger(), setup.identity(), new HybridClock(replica.state().clock()), now());
    }

    /** One input of the network or the timer. What was written before is made durable first. */
    public void handle(Input input) throws StoreException {
        book().complete();
        commitQuietly();
        step(input);
    }

    void step(Input input) throws StoreException {
        carryOut(replica.step(input, now()));
    }

    private void carryOut(List<Effect> effects) throws StoreException {
        for (Effect effect : effects) {
            if (effect instanceof Effect.Notify notify) {
                attention.heed(notify.notice(), continuing);
            } else {
                keeper.former().heed(effect);
                pending.effect(effect);
            }
        }
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

    /** For whoever opens the store next, if all contacts were read here and it is worth keeping. */
    public Optional<SummaryDraft> draftSummary() throws StoreException {
        return keeper.draftSummary(now());
    }

    /** Sends and tells what was made durable; to be called after {@link #commitQuietly}. */
    public void deliver(Outlet outlet) {
        pending.deliver(outlet);
    }
}
