package im.kith.core.replica;

import im.kith.core.clock.Hlc;
import im.kith.core.clock.HybridClock;
import im.kith.core.octets.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes versions of what is written on this device (R1).
 *
 * <p>Everything is composed and signed before anything changes, so a composer that fails leaves the replica as it was.
 */
final class LocalWriter {

    private final Holdings holdings;

    LocalWriter(Holdings holdings) {
        this.holdings = holdings;
    }

    /** A write that is about to be made: the new version's header but its content. */
    private record Draft(VersionVector context, Hlc hlc) {}

    List<Version> write(List<Write> writes, Instant now, StepEffects effects) throws StoreException {
        ReplicaState state = holdings.state();
        HybridClock clock = new HybridClock(state.clock());
        List<Version> made = new ArrayList<>();
        Map<ItemKey, List<VersionHeader>> madeOf = new HashMap<>();
        for (Write write : writes) {
            clock = clock.tick(now);
            List<VersionHeader> beside = madeOf.computeIfAbsent(write.item(), item -> new ArrayList<>());
            Draft draft = draft(write, clock.last(), beside);
            Dot dot = new Dot(state.replica(), state.sequence() + made.size() + 1);
            Version version = compose(write, dot, draft);
            made.add(version);
            beside.add(version.header());
        }
        if (!made.isEmpty()) {
            Dot last = made.get(made.size() - 1).dot();
            VersionVector knowledge = state.knowledge().with(last);
            holdings.state(new ReplicaState(state.replica(), last.sequence(), knowledge, clock.last()), effects);
        }
        made.forEach(version -> put(version, effects));
        return made;
    }

    private Version compose(Write write, Dot dot, Draft draft) {
        Stamp stamp = new Stamp(draft.hlc(), dot.replica());
        Optional<Payload> payload = write.composer().map(composer -> composer.compose(stamp));
        VersionHeader header = new VersionHeader(
                write.item(),
                dot,
                draft.context(),
                draft.hlc(),
                payload.map(Payload::keyId),
                payload.map(p -> Bytes.sha256(p.octets())));
        return Version.sign(
                header,
                payload.map(Payload::octets),
                holdings.setup().account(),
                holdings.setup().signer());
    }

    /** The context over what was merged, and a clock reading above every sibling. */
    private Draft draft(Write write, Hlc tick, List<VersionHeader> beside) throws StoreException {
        VersionVector context = VersionVector.EMPTY;
        Hlc hlc = write.after().equals(Hlc.ZERO) ? tick : Hlc.max(tick, after(write.after()));
        Set<VersionId> merged = write.merged();
        List<VersionId> stale = new ArrayList<>(merged);
        List<Dot> unmerged = new ArrayList<>();
        for (LiveVersion sibling : holdings.index().siblings(write.item())) {
            hlc = Hlc.max(hlc, after(sibling.hlc()));
            if (stale.remove(sibling.id())) {
                context = context.join(sibling.context()).with(sibling.dot());
            } else {
                unmerged.add(sibling.dot());
            }
        }
        for (VersionHeader sibling : beside) {
            hlc = Hlc.max(hlc, after(sibling.hlc()));
            unmerged.add(sibling.dot());
        }
        for (Version superseded : holdings.store().read(stale)) {
            context = context.join(superseded.header().context()).with(superseded.dot());
            hlc = Hlc.max(hlc, after(superseded.header().hlc()));
        }
        for (VersionId id : stale) {
            context = context.with(id.dot());
        }
        return new Draft(without(context, unmerged), hlc);
    }

    /** A reading above {@code other}; where a member that lies has left no room for one that others take, the sibling stays beside. */
    private static Hlc after(Hlc other) {
        Hlc next = other.next();
        return next.millis() < Limits.MAX_CLOCK_MILLIS ? next : Hlc.ZERO;
    }

    /** {@code context} lowered so that it covers no sibling that was not merged: that one stays beside. */
    private static VersionVector without(VersionVector context, List<Dot> unmerged) {
        Map<ReplicaId, Long> entries = new HashMap<>(context.asMap());
        for (Dot dot : unmerged) {
            entries.computeIfPresent(dot.replica(), (replica, sequence) -> {
                long most = Math.min(sequence, dot.sequence() - 1);
                return most < 1 ? null : most;
            });
        }
        return VersionVector.of(entries);
    }

    private void put(Version version, StepEffects effects) {
        for (LiveVersion sibling : holdings.index().siblings(version.item())) {
            if (sibling.isCoveredBy(version.header())) {
                holdings.index().remove(sibling);
                effects.toHistory(sibling.id());
            }
        }
        holdings.index().add(version);
        effects.insert(version);
        effects.changed(holdings.setup().device(), version.item());
    }
}
