package im.kith.core.device;

import im.kith.core.account.AccountId;
import im.kith.core.account.AdmissionRequest;
import im.kith.core.account.Device;
import im.kith.core.account.DeviceId;
import im.kith.core.account.Ledger;
import im.kith.core.account.LedgerFullException;
import im.kith.core.account.SignatureSuite;
import im.kith.core.account.SignedStatement;
import im.kith.core.account.Statement;
import im.kith.core.account.StatementBody;
import im.kith.core.account.Trust;
import im.kith.core.clock.Hlc;
import im.kith.core.clock.HybridClock;
import im.kith.core.contacts.ContactsXml;
import im.kith.core.ed25519.Ed25519Signer;
import im.kith.core.ed25519.Ed25519Suite;
import im.kith.core.ed25519.Xid;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.core.openpgp.DeviceCertificate;
import im.kith.core.openpgp.SecretNotice;
import im.kith.core.openpgp.SharedSecret;
import im.kith.core.replica.ReplicaId;
import im.kith.core.replica.ReplicaState;
import im.kith.core.replica.StoreChange;
import im.kith.core.replica.VersionVector;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a device comes to be: it founds an account, or joins one.
 *
 * @param identity its keys, to be kept sealed
 * @param account what it is a device of
 * @param first the store's first transaction
 */
public record Founding(DeviceIdentity identity, AccountId account, StoreChange first) {

    /** The setting that names the account; its value is the 32 octets of the id. */
    static final String ACCOUNT_SETTING = "account";

    /** The setting that names this device; its value is the 32 octets of the id. */
    static final String DEVICE_SETTING = "device";

    /** The setting with the account's address, as UTF-8. */
    static final String JID_SETTING = "jid";

    /** The nodes that every account has secrets for from the start. */
    static final Set<String> CONTACTS_NODES = Set.of(ContactsXml.CONTACTS_NODE, ContactsXml.GROUPS_NODE);

    private static final SignatureSuite SUITE = new Ed25519Suite();

    /**
     * Founds an account with one device.
     *
     * @param name the device's
     * @param jid the account's address; without one it gets an XID of its own (XEP-0516)
     */
    public static Founding found(String name, Optional<String> jid, Instant now, SecureRandom random) {
        return found(name, jid, CONTACTS_NODES, now, random);
    }

    /** As {@link #found(String, Optional, Instant, SecureRandom)}, with a secret for each of {@code nodes}. */
    static Founding found(String name, Optional<String> jid, Set<String> nodes, Instant now, SecureRandom random) {
        Ed25519Signer xid = Ed25519Signer.generate(random);
        String accountJid = jid.orElseGet(() -> Xid.of(xid).jid());
        DeviceIdentity identity = DeviceIdentity.generate(accountJid, now, random);
        HybridClock clock = HybridClock.START.tick(now);
        Ledger ledger = Ledger.found(identity.keys(), name, clock.last(), identity.signer(), SUITE);
        DeviceId me = identity.in(ledger.account());
        List<SharedSecret> secrets = new ArrayList<>();
        for (String node : nodes) {
            String type = ContactsXml.isContactsNode(node) ? ContactsXml.NS : null;
            secrets.add(SharedSecret.generate(node, type, now, List.of(), random));
        }
        for (String node : List.of(KeyRing.IDS, KeyRing.DISCOVERY)) {
            secrets.add(SharedSecret.generate(node, null, now, List.of(), random));
        }
        if (jid.isEmpty()) {
            secrets.add(new SharedSecret(KeyRing.XID, "xid", now, xid.seed().toHex(), null, false));
        }
        SecretCourier courier = new SecretCourier(identity, random);
        List<Statement> statements = new ArrayList<>(ledger.without(List.of()));
        Collection<Device> myself = ledger.device(me).stream().toList();
        for (StatementBody body : courier.pack(secrets, myself, accountJid, now)) {
            clock = clock.tick(now);
            Statement statement = state(ledger, body, clock.last(), identity);
            ledger = ledger.receive(List.of(statement), me).ledger();
            statements.add(statement);
        }
        return make(identity, ledger, statements, secrets, accountJid, clock.last(), random);
    }

    private static Statement state(Ledger ledger, StatementBody body, Hlc hlc, DeviceIdentity identity) {
        try {
            return ledger.state(body, hlc, identity.signer());
        } catch (LedgerFullException e) {
            throw new IllegalStateException("a new ledger is full", e);
        }
    }

    /** The address of the account whose statements these are: the one in its founder's certificate. */
    public static String accountJid(AccountId account, Collection<Statement> statements) throws MalformedException {
        DeviceId nobody = new DeviceId(Bytes.wrap(new byte[DeviceId.LENGTH]));
        return accountJid(Ledger.of(account, statements, nobody, SUITE));
    }

    static String accountJid(Ledger ledger) throws MalformedException {
        Device founder = ledger.statement(ledger.account().value())
                .flatMap(founding -> ledger.device(founding.signer()))
                .orElseThrow(() -> new MalformedException("the ledger has no founder"));
        return DeviceCertificate.parse(founder.keys().certificate())
                .jid()
                .orElseThrow(() -> new MalformedException("the founder's certificate has no xmpp: user id"));
    }

    /** What a device with {@code identity} asks the inviting member for. */
    public static AdmissionRequest request(DeviceIdentity identity, AccountId account, String name) {
        return AdmissionRequest.create(account, identity.keys(), name, identity.signer());
    }

    /**
     * Joins {@code account}: {@code statements} are its ledger, with the admission of {@code identity}'s device in it.
     *
     * @throws MalformedException if they are not, or the secrets in them cannot be opened
     */
    public static Founding join(
            DeviceIdentity identity,
            AccountId account,
            Collection<Statement> statements,
            Instant now,
            SecureRandom random)
            throws MalformedException {
        DeviceId me = identity.in(account);
        Ledger ledger = Ledger.of(account, statements, me, SUITE);
        if (!ledger.standing(me).equals(Optional.of(Trust.Standing.IN))) {
            throw new MalformedException("the ledger received does not admit this device");
        }
        SecretCourier courier = new SecretCourier(identity, random);
        List<SecretNotice.Revoke> retired = new ArrayList<>();
        KeyRing ring = new KeyRing();
        for (SignedStatement statement : ledger.statements()) {
            SecretCourier.Unpacked unpacked = courier.unpack(statement, me, ledger);
            unpacked.secrets().forEach(ring::add);
            retired.addAll(unpacked.retired());
        }
        retired.forEach(notice -> ring.retiredBy(notice).ifPresent(ring::add));
        if (ring.forIds(ledger).isEmpty() || ring.of(KeyRing.DISCOVERY).isEmpty()) {
            throw new MalformedException("the ledger received holds no secrets for this device");
        }
        Hlc heard =
                ledger.statements().stream().map(statement -> statement.hlc()).reduce(Hlc.ZERO, Hlc::max);
        Hlc clock = HybridClock.START.hear(heard, now).tick(now).last();
        return make(
                identity,
                ledger,
                ledger.without(List.of()),
                List.copyOf(ring.all()),
                accountJid(ledger),
                clock,
                random);
    }

    private static Founding make(
            DeviceIdentity identity,
            Ledger ledger,
            List<Statement> statements,
            List<SharedSecret> secrets,
            String accountJid,
            Hlc clock,
            SecureRandom random) {
        Map<String, Optional<Bytes>> settings = new HashMap<>();
        DeviceId me = identity.in(ledger.account());
        settings.put(ACCOUNT_SETTING, Optional.of(ledger.account().value()));
        settings.put(DEVICE_SETTING, Optional.of(me.value()));
        settings.put(JID_SETTING, Optional.of(Bytes.utf8(accountJid)));
        // who was there when this device came is no news to its user
        ledger.devices().stream()
                .map(device -> Announcements.setting(device.id(), clock.instant()))
                .forEach(setting -> settings.put(setting.getKey(), setting.getValue()));
        secrets.stream()
                .map(secret -> KeyRing.setting(accountJid, secret))
                .forEach(setting -> settings.put(setting.getKey(), setting.getValue()));
        byte[] incarnation = new byte[ReplicaId.LENGTH - DeviceId.TAG_LENGTH];
        random.nextBytes(incarnation);
        ReplicaId replica = ReplicaId.of(me, Bytes.wrap(incarnation));
        ReplicaState state = new ReplicaState(replica, 0, VersionVector.EMPTY, clock);
        StoreChange first = new StoreChange(
                Optional.of(state), List.of(), List.of(), List.of(), List.of(), List.of(), statements, settings);
        return new Founding(identity, ledger.account(), first);
    }
}
