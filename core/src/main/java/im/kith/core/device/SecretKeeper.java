package im.kith.core.device;

import im.kith.core.account.DeviceId;
import im.kith.core.account.Ledger;
import im.kith.core.account.LedgerFullException;
import im.kith.core.account.SignedStatement;
import im.kith.core.account.Statement;
import im.kith.core.account.StatementBody;
import im.kith.core.account.Trust.Standing;
import im.kith.core.octets.Bytes;
import im.kith.core.openpgp.SecretNotice;
import im.kith.core.openpgp.SharedSecret;
import im.kith.core.replica.Input;
import im.kith.core.replica.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A device's dealings with shared secrets: makes them, hands them out, takes them in, and keeps them in the settings (R12). */
final class SecretKeeper {

    private final Device device;
    private final KeyRing keys;
    private final Pending pending;
    private final DeviceSetup setup;
    private final SecretCourier courier;

    SecretKeeper(Device device, KeyRing keys, Pending pending, DeviceSetup setup) {
        this.device = device;
        this.keys = keys;
        this.pending = pending;
        this.setup = setup;
        this.courier = new SecretCourier(setup.identity(), setup.random());
    }

    /** The newest clean secret of {@code node}; if there is none it is made, and handed to every member. */
    SharedSecret forWriting(String node) throws StoreException {
        Optional<SharedSecret> clean = keys.forWriting(node, ledger());
        if (clean.isPresent()) {
            return clean.get();
        }
        SharedSecret fresh = SharedSecret.generate(node, null, now(), keys.of(node), setup.random());
        hold(List.of(fresh));
        share(List.of(fresh), ledger().members());
        return fresh;
    }

    /** Hands {@code member}, if it is one, the secrets that it lacks. */
    void shareWith(DeviceId member) throws StoreException {
        List<SharedSecret> lacked = keys.lackedBy(member, ledger());
        if (ledger().standing(member).equals(Optional.of(Standing.IN)) && !lacked.isEmpty()) {
            share(lacked, List.of(member));
        }
    }

    private void share(Collection<SharedSecret> secrets, Collection<DeviceId> recipients) throws StoreException {
        for (StatementBody body : courier.pack(secrets, devices(ledger(), recipients), device.accountJid(), now())) {
            try {
                device.state(
                        ledger().state(body, device.reading(), setup.identity().signer()));
            } catch (LedgerFullException e) {
                pending.event(new DeviceEvent.Warning("ledger-full", String.valueOf(e.getMessage())));
            }
        }
    }

    private static List<im.kith.core.account.Device> devices(Ledger ledger, Collection<DeviceId> ids) {
        return ids.stream().flatMap(id -> ledger.device(id).stream()).toList();
    }

    /**
     * Drafts new secrets for every node in use and a new discovery key, for those who are members by then.
     *
     * @return how many nodes got one
     */
    int rotate(StatementDraft draft) throws LedgerFullException {
        Rotation rotation = Rotation.of(keys, device.accountJid(), now(), setup.random());
        Ledger after = draft.ledger();
        draft.stateAll(courier.pack(rotation, devices(after, after.members()), device.accountJid(), now()));
        hold(rotation.fresh());
        retire(rotation.retired());
        return rotation.fresh().size() - 1;
    }

    /** Whose token had an approved certificate knows the contacts nodes' secrets: what is written from now on is not for it. */
    void withdraw(Token token) throws StoreException {
        if (token.certificate().isPresent() && device.isMember()) {
            renew(Founding.CONTACTS_NODES);
        }
    }

    /** Makes new secrets for those of {@code nodes} that are in use, and retires what they have; discovery stays as it is. */
    void renew(Set<String> nodes) throws StoreException {
        if (nodes.isEmpty()) {
            return;
        }
        device.commitQuietly();
        Rotation rotation = Rotation.of(keys, nodes, device.accountJid(), now(), setup.random());
        StatementDraft draft = device.draft();
        try {
            draft.stateAll(courier.pack(
                    rotation, devices(draft.ledger(), draft.ledger().members()), device.accountJid(), now()));
        } catch (LedgerFullException e) {
            pending.event(new DeviceEvent.Warning("ledger-full", String.valueOf(e.getMessage())));
            return;
        }
        hold(rotation.fresh());
        retire(rotation.retired());
        device.step(new Input.LocalStatements(draft.statements()));
    }

    /** Keeps secrets that others made, and hands them to every member. */
    void adopt(List<SharedSecret> foreign) throws StoreException {
        if (!foreign.isEmpty()) {
            hold(foreign);
            share(foreign, ledger().members());
        }
    }

    /** A discovery key that only members have, unless {@code peer} is to make it: of two one is enough. */
    void renewDiscovery(DeviceId peer) throws StoreException {
        boolean mine = device.isMember() && device.me().compareTo(peer) < 0;
        if (mine && keys.forWriting(KeyRing.DISCOVERY, ledger()).isEmpty()) {
            SharedSecret fresh = Rotation.discoveryKey(keys, now(), setup.random());
            hold(List.of(fresh));
            share(List.of(fresh), ledger().members());
        }
    }

    /** Takes what {@code statements}, which are held now, tell this device; whether there were secrets among it. */
    boolean take(List<Statement> statements) {
        List<SecretNotice.Revoke> retired = new ArrayList<>();
        boolean any = false;
        for (Statement statement : statements) {
            Optional<SignedStatement> signed = ledger().statement(statement.id());
            if (signed.isPresent()) {
                SecretCourier.Unpacked unpacked = courier.unpack(signed.get(), device.me(), ledger());
                hold(unpacked.secrets());
                retired.addAll(unpacked.retired());
                any |= !unpacked.secrets().isEmpty();
            }
        }
        retire(retired);
        return any;
    }

    private void hold(Collection<SharedSecret> secrets) {
        for (SharedSecret secret : secrets) {
            if (keys.add(secret)) {
                SharedSecret held = keys.byId(secret.id()).orElse(secret);
                Map.Entry<String, Optional<Bytes>> setting = KeyRing.setting(device.accountJid(), held);
                pending.persist(Changes.settings(Map.of(setting.getKey(), setting.getValue())));
            }
        }
    }

    private void retire(Collection<SecretNotice.Revoke> notices) {
        notices.forEach(notice -> keys.retiredBy(notice).ifPresent(secret -> hold(List.of(secret))));
    }

    private Ledger ledger() {
        return device.ledger();
    }

    private Instant now() {
        return setup.clock().instant();
    }
}
