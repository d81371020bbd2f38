package im.kith.core.device;

import im.kith.core.account.DeviceId;
import im.kith.core.account.Ledger;
import im.kith.core.clock.Hlc;
import im.kith.core.contacts.Limits;
import im.kith.core.contacts.Merges;
import im.kith.core.contacts.Padding;
import im.kith.core.contacts.Sibling;
import im.kith.core.ed25519.Ed25519Suite;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.core.openpgp.SharedSecret;
import im.kith.core.replica.Effect;
import im.kith.core.replica.Input;
import im.kith.core.replica.ItemKey;
import im.kith.core.replica.MemoryVersionStore;
import im.kith.core.replica.Replica;
import im.kith.core.replica.ReplicaSetup;
import im.kith.core.replica.Stamp;
import im.kith.core.replica.StoreChange;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.Version;
import im.kith.core.replica.Write;
import im.kith.core.xml.XmlElement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A new account with what a device of another one holds: for its user when no other member is left, or when this device is out.
 *
 * <p>Nothing of the old account's keys, ledger or history goes along; of each item what it shows does, with the stamps of its
 * fields, encrypted and signed anew.
 *
 * @param identity the keys of this device in the new account
 * @param first all that the store holds from then on, in place of all that it held
 * @param items how many items went along
 * @param unreadable how many did not, because this device cannot read them
 */
public record Refounding(DeviceIdentity identity, StoreChange first, int items, int unreadable) {

    /** Settings that mean something in the old account only. */
    private static final List<String> LEFT_BEHIND = List.of(
            Founding.ACCOUNT_SETTING,
            Founding.DEVICE_SETTING,
            Founding.JID_SETTING,
            "secret/",
            "address/",
            "passed/",
            "warning/",
            "ack/",
            "agreed/",
            Tokens.SETTING);

    /** Reads the items of an old account and writes them in the new one. */
    private static final class Mover {
        private final Device old;
        private final DeviceSetup setup;
        private final Payloads from;
        private final Payloads to;
        private final KeyRing keys;
        private final Ledger ledger;
        private final List<Write> writes = new ArrayList<>();
        private int unreadable;

        private Mover(Device old, DeviceSetup setup, Payloads from, KeyRing keys, Ledger ledger) {
            this.old = old;
            this.setup = setup;
            this.from = from;
            this.keys = keys;
            this.ledger = ledger;
            this.to = new Payloads(keys, () -> ledger, setup.random());
        }

        private void moveAll() throws StoreException {
            for (String node : new TreeSet<>(old.replica().nodes())) {
                for (ItemKey item : old.replica().items(node)) {
                    move(node, item);
                }
            }
        }

        private void move(String node, ItemKey item) throws StoreException {
            List<Sibling> siblings = new ArrayList<>();
            Optional<String> id = Optional.empty();
            boolean unread = false;
            for (Version version : setup.store().read(old.replica().live(item))) {
                Optional<Payloads.Opened> opened = from.open(version);
                opened.map(Payloads.Opened::sibling).ifPresent(siblings::add);
                id = id.or(() -> opened.flatMap(Payloads.Opened::id));
                unread |= opened.isEmpty();
            }
            Optional<XmlElement> payload = Merges.payload(node, siblings);
            if (payload.isPresent() && id.isPresent()) {
                writes.add(write(node, id.get(), siblings, payload.get()));
            } else if (unread) {
                unreadable++;
            }
        }

        private Write write(String node, String id, List<Sibling> siblings, XmlElement payload) {
            Function<Stamp, XmlElement> content = Merges.restamped(node, siblings, payload);
            SharedSecret secret = keys.forWriting(node, ledger)
                    .orElseThrow(() -> new IllegalStateException("a new account without a secret for " + node));
            // of a reserved item the size is what hides it
            int size = Math.min(siblings.stream().mapToInt(Sibling::size).max().orElse(0), Limits.PLAINTEXT);
            Hlc after = siblings.stream().map(s -> s.stamp().hlc()).reduce(Hlc.ZERO, Hlc::max);
            return new Write(to.key(node, id), Set.of(), after, Optional.of(stamp -> {
                Bytes padded =
                        Padding.pad(to.plaintext(node, id, content.apply(stamp)).toUtf8(), size);
                return to.seal(secret, padded.length() <= Limits.PLAINTEXT ? padded : to.plaintext(node, id, payload));
            }));
        }
    }

    static Refounding of(
            Device old,
            DeviceSetup setup,
            Payloads payloads,
            KeyRing oldKeys,
            Optional<String> name,
            Optional<String> jid)
            throws StoreException {
        boolean xid = !oldKeys.of(KeyRing.XID).isEmpty();
        Optional<String> address = jid.isPresent() || xid ? jid : Optional.of(old.accountJid());
        String called = name.orElseGet(() -> Revocations.name(old.ledger(), old.me()));
        Set<String> nodes = new TreeSet<>(oldKeys.nodes());
        nodes.addAll(old.replica().nodes());
        nodes.addAll(Founding.CONTACTS_NODES);
        Founding founding = Founding.found(called, address, nodes, setup.clock().instant(), setup.random());
        try (MemoryVersionStore store = new MemoryVersionStore()) {
            store.commit(founding.first(), setup.clock().instant());
            Ledger ledger = Ledger.restored(
                    founding.account(),
                    store.statements(),
                    founding.identity().in(founding.account()),
                    new Ed25519Suite());
            Mover mover = new Mover(old, setup, payloads, KeyRing.fromSettings(store.settings()), ledger);
            mover.moveAll();
            write(setup, founding, store, ledger, mover.writes);
            StoreChange first = everything(store, setup.store().settings());
            return new Refounding(founding.identity(), first, mover.writes.size(), mover.unreadable);
        } catch (MalformedException e) {
            throw new IllegalStateException("what was just founded cannot be read", e);
        }
    }

    private static void write(
            DeviceSetup setup, Founding founding, MemoryVersionStore store, Ledger ledger, List<Write> writes)
            throws StoreException {
        DeviceId me = founding.identity().in(founding.account());
        ReplicaSetup replicaSetup = new ReplicaSetup(
                founding.account(), me, founding.identity().signer(), setup.verifier(), setup.random());
        Replica replica = Replica.open(replicaSetup, store, ledger);
        for (Effect effect :
                replica.step(new Input.LocalWrite(writes), setup.clock().instant())) {
            if (effect instanceof Effect.Persist persist) {
                store.commit(persist.change(), setup.clock().instant());
            }
        }
    }

    private static StoreChange everything(MemoryVersionStore store, Map<String, Bytes> oldSettings) {
        Map<String, Optional<Bytes>> settings = new HashMap<>();
        oldSettings.forEach((name, value) -> {
            if (LEFT_BEHIND.stream().noneMatch(name::startsWith)) {
                settings.put(name, Optional.of(value));
            }
        });
        store.settings().forEach((name, value) -> settings.put(name, Optional.of(value)));
        List<Version> versions = new ArrayList<>();
        store.forEachLive(versions::add);
        return new StoreChange(
                store.state(), versions, List.of(), List.of(), List.of(), List.of(), store.statements(), settings);
    }
}
