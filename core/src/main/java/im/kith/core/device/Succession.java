package im.kith.core.device;

import im.kith.core.account.AccountId;
import im.kith.core.account.DeviceId;
import im.kith.core.account.DeviceName;
import im.kith.core.account.Ledger;
import im.kith.core.account.LedgerFullException;
import im.kith.core.account.Statement;
import im.kith.core.account.StatementBody;
import im.kith.core.account.Trust;
import im.kith.core.clock.HybridClock;
import im.kith.core.ed25519.Ed25519Suite;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.core.replica.ReplicaId;
import im.kith.core.replica.ReplicaState;
import im.kith.core.replica.StoreChange;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a store goes on as a device of its own after a restore or as a copy (R7): new keys, a fresh replica id, all knowledge kept.
 *
 * <p>The device that the store was of admits the new one as its successor, if it is still a member as far as the store knows, and
 * states which secrets the new one has: only so a secret counts as known to it when it is lost.
 *
 * @param identity the new device's keys, to be kept in place of the old ones
 * @param member whether the account has the new device; if not a member must let one in
 * @param change to be made durable in one transaction with the keys
 */
public record Succession(DeviceIdentity identity, boolean member, StoreChange change) {

    private static final String WARNING = "successor";

    /**
     * What a store holds beside its versions.
     *
     * @param identity the keys of the device that it is of
     */
    public record Estate(
            DeviceIdentity identity, ReplicaState state, Map<String, Bytes> settings, Ledger ledger, String jid) {

        /** That of the own store, which lies sealed: its statements are not verified again. */
        public static Estate own(
                DeviceIdentity identity, ReplicaState state, Map<String, Bytes> settings, List<Statement> statements)
                throws MalformedException {
            return of(identity, state, settings, statements, true);
        }

        /** That of a backup; every statement is verified. */
        public static Estate foreign(
                DeviceIdentity identity, ReplicaState state, Map<String, Bytes> settings, List<Statement> statements)
                throws MalformedException {
            return of(identity, state, settings, statements, false);
        }

        private static Estate of(
                DeviceIdentity identity,
                ReplicaState state,
                Map<String, Bytes> settings,
                List<Statement> statements,
                boolean own)
                throws MalformedException {
            try {
                AccountId account = new AccountId(setting(settings, Founding.ACCOUNT_SETTING));
                DeviceId me = new DeviceId(setting(settings, Founding.DEVICE_SETTING));
                if (!identity.in(account).equals(me)) {
                    throw new MalformedException("the keys are another device's");
                }
                Ledger ledger = own
                        ? Ledger.restored(account, statements, me, new Ed25519Suite())
                        : Ledger.of(account, statements, me, new Ed25519Suite());
                String jid = setting(settings, Founding.JID_SETTING).toUtf8();
                return new Estate(identity, state, settings, ledger, jid);
            } catch (IllegalArgumentException | IllegalStateException e) {
                throw new MalformedException("what is stored does not fit together: " + e.getMessage(), e);
            }
        }

        private static Bytes setting(Map<String, Bytes> settings, String name) throws MalformedException {
            Bytes value = settings.get(name);
            if (value == null) {
                throw new MalformedException("setting " + name + " is missing");
            }
            return value;
        }

        /** Whether the device is a member, so that it can have a successor. */
        public boolean isMember() {
            return ledger.standing(ledger.me()).equals(Optional.of(Trust.Standing.IN));
        }

        /** What the device is called. */
        public String name() {
            return ledger.device(ledger.me()).map(device -> device.name()).orElse("device");
        }
    }

    /** The device called {@code name} that takes over {@code estate}; {@code why} the user is told, in {@code status} too. */
    public static Succession of(Estate estate, String name, String why, Instant now, SecureRandom random)
            throws MalformedException {
        KeyRing ring = KeyRing.fromSettings(estate.settings());
        DeviceIdentity fresh;
        try {
            fresh = DeviceIdentity.generate(estate.jid(), now, random);
        } catch (IllegalArgumentException e) {
            throw new MalformedException("the account's address is none", e);
        }
        AccountId account = estate.ledger().account();
        HybridClock clock = new HybridClock(estate.state().clock()).tick(now);
        List<Statement> statements = new ArrayList<>();
        boolean member = estate.isMember();
        try {
            if (member) {
                clock = admit(estate, ring, Founding.request(fresh, account, name), clock, now, random, statements);
            }
        } catch (LedgerFullException e) {
            statements.clear();
            member = false;
        }
        DeviceId me = fresh.in(account);
        Map<String, Optional<Bytes>> settings = new HashMap<>();
        settings.put(Founding.DEVICE_SETTING, Optional.of(me.value()));
        var warning = Alerts.setting(new DeviceEvent.Warning(WARNING, told(estate, name, why, member)), now);
        settings.put(warning.getKey(), Optional.of(warning.getValue()));
        byte[] incarnation = new byte[ReplicaId.LENGTH - DeviceId.TAG_LENGTH];
        random.nextBytes(incarnation);
        ReplicaState state = new ReplicaState(
                ReplicaId.of(me, Bytes.wrap(incarnation)), 0, estate.state().knowledge(), clock.last());
        return new Succession(
                fresh,
                member,
                new StoreChange(
                        Optional.of(state),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        statements,
                        settings));
    }

    /** States the admission and what the new device holds; the clock after that. */
    private static HybridClock admit(
            Estate estate,
            KeyRing ring,
            im.kith.core.account.AdmissionRequest request,
            HybridClock before,
            Instant now,
            SecureRandom random,
            List<Statement> statements)
            throws LedgerFullException {
        DeviceIdentity old = estate.identity();
        DeviceId me = estate.ledger().me();
        HybridClock clock = before;
        statements.add(estate.ledger().admitSuccessor(request, clock.last(), old.signer()));
        Ledger ledger = estate.ledger().receive(statements, me).ledger();
        var successor = ledger.device(request.device(ledger.account())).stream().toList();
        SecretCourier courier = new SecretCourier(old, random);
        for (StatementBody body : courier.pack(ring.all(), successor, estate.jid(), now)) {
            clock = clock.tick(now);
            Statement statement = ledger.state(body, clock.last(), old.signer());
            ledger = ledger.receive(List.of(statement), me).ledger();
            statements.add(statement);
        }
        return clock;
    }

    private static String told(Estate estate, String name, String why, boolean member) {
        return member
                ? why + ", so this is a device of its own now, '" + name + "'. If '" + estate.name()
                        + "' is no longer in use: kith device revoke "
                        + estate.ledger().me().toString().substring(0, 8)
                : why + ", and '" + estate.name()
                        + "' can let no device in any more: the contacts are here, but to sync"
                        + " kith join in another --home, and import there what kith export gives here";
    }

    /**
     * All that a new store of the new device begins with but the versions: the change, and what it inherits. What the other device told
     * and whom it met stays behind.
     */
    public StoreChange inheritance(Estate estate) {
        Map<String, Optional<Bytes>> settings = new HashMap<>();
        estate.settings().forEach((name, value) -> {
            if (!name.startsWith(Alerts.SETTING) && !name.startsWith(Peers.SETTING)) {
                settings.put(name, Optional.of(value));
            }
        });
        settings.putAll(change.settings());
        List<Statement> statements = new ArrayList<>(estate.ledger().without(List.of()));
        statements.addAll(change.statements());
        return new StoreChange(
                change.state(), List.of(), List.of(), List.of(), List.of(), List.of(), statements, settings);
    }

    /** {@code name} marked as a copy's, within what a device may be called. */
    public static String copyName(String name) {
        String marked = name + " (copy)";
        return DeviceName.isValid(marked) ? marked : name;
    }
}
