package im.kith.core.replica;

import im.kith.core.account.DeviceId;
import im.kith.core.account.Kept;
import im.kith.core.account.Statement;
import im.kith.core.octets.Bytes;
import im.kith.core.replica.sim.SimKeys;
import im.kith.core.replica.sim.SimLedger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** A device in a transcript: gives inputs, commits what is to be persisted, and hands out the other effects. */
final class Actor {

    static final DeviceId FOUNDER = SimKeys.FOUNDER;

    static final Instant START = Instant.parse("2026-06-01T12:00:00Z");

    private static long openings;

    final DeviceId device;
    MemoryVersionStore store = new MemoryVersionStore();
    Replica replica;
    Instant now = START;

    /** What was persisted by the latest step. */
    List<StoreChange> persisted = List.of();

    Actor(String name, DeviceId... members) throws StoreException {
        this.device = SimKeys.device(name);
        for (DeviceId member : members) {
            store.commit(statements(List.of(admission(member))), now);
        }
        this.replica = open();
        commit(replica.start(false));
    }

    private static StoreChange statements(List<Statement> statements) {
        StepEffects effects = new StepEffects();
        effects.statements(statements);
        return ((Effect.Persist) effects.effects().get(0)).change();
    }

    static Statement admission(DeviceId member) {
        return SimLedger.admission(FOUNDER, member, 2);
    }

    /** {@code by} revokes {@code device} and keeps {@code kept}. */
    static Input.LocalStatements revocation(DeviceId by, DeviceId device, Collection<Kept> kept) {
        return new Input.LocalStatements(SimLedger.revocation(by, device, 3, kept, List.of(), List.of()));
    }

    private Replica open() throws StoreException {
        ReplicaSetup setup = new ReplicaSetup(
                SimKeys.ACCOUNT,
                device,
                SimKeys.signer(device),
                BatchVerifier.inSequence(SimKeys.SUITE),
                new SplittableRandom(++openings));
        Replica opened = Replica.open(setup, store, SimLedger.open(store.statements(), device));
        store.forEachLive(opened::index);
        return opened;
    }

    List<Effect> restart(boolean freshId) throws StoreException {
        replica = open();
        return commit(replica.start(freshId));
    }

    List<Effect> give(Input input) throws StoreException {
        return commit(replica.step(input, now));
    }

    private List<Effect> commit(List<Effect> effects) throws StoreException {
        List<StoreChange> changes = new ArrayList<>();
        for (Effect effect : effects) {
            if (effect instanceof Effect.Persist persist) {
                store.commit(persist.change(), now);
                changes.add(persist.change());
            }
        }
        persisted = List.copyOf(changes);
        return effects;
    }

    /** Publishes {@code text} over {@code merged}. */
    VersionId publish(String item, String text, VersionId... merged) throws StoreException {
        Write write = Write.publish(key(item), Set.of(merged), stamp -> new Payload("k", Bytes.utf8(text)));
        return written(give(new Input.LocalWrite(List.of(write)))).get(0);
    }

    static List<VersionId> written(List<Effect> effects) {
        return notices(effects, Notice.Written.class).get(0).versions();
    }

    static ItemKey key(String item) {
        return new ItemKey("contacts", item);
    }

    Version read(VersionId id) throws StoreException {
        return store.read(List.of(id)).get(0);
    }

    /** The text of every live version of {@code item}. */
    List<String> texts(String item) throws StoreException {
        return store.read(replica.live(key(item))).stream()
                .map(v -> v.payload().map(Bytes::toUtf8).orElse("retracted"))
                .sorted()
                .toList();
    }

    static List<Frame> sent(List<Effect> effects) {
        return of(effects, Effect.Send.class).map(Effect.Send::frame).toList();
    }

    static Optional<CloseReason> closed(List<Effect> effects) {
        return of(effects, Effect.Close.class).map(Effect.Close::reason).findFirst();
    }

    static <N extends Notice> List<N> notices(List<Effect> effects, Class<N> type) {
        return of(effects, Effect.Notify.class)
                .map(Effect.Notify::notice)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    static <E extends Effect> Stream<E> of(List<Effect> effects, Class<E> type) {
        return effects.stream().filter(type::isInstance).map(type::cast);
    }
}
