package im.kith.core.replica;

import im.kith.core.account.DeviceId;
import im.kith.core.clock.HybridClock;
import im.kith.core.octets.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes versions from a peer (R2, R6, R7). Never moves K. */
final class Incoming {

    private final Holdings holdings;

    Incoming(Holdings holdings) {
        this.holdings = holdings;
    }

    /**
     * What became of a chunk.
     *
     * @param inserted what became live here
     * @param refusal why the rest was refused and the connection is to be closed
     * @param freshId why this replica must take a fresh id (R7)
     */
    record Taken(List<VersionId> inserted, Optional<ProtocolViolation> refusal, Optional<String> freshId) {}

    /** Applies {@code versions} up to the first that has to be refused; {@code full}: by identity, history included. */
    Taken take(List<Version> versions, boolean full, Instant now, StepEffects effects) throws StoreException {
        Pass pass = new Pass(now, effects);
        List<Version> good = pass.admissible(versions);
        if (full) {
            Map<ItemKey, List<Version>> byItem = new LinkedHashMap<>();
            good.forEach(v ->
                    byItem.computeIfAbsent(v.item(), item -> new ArrayList<>()).add(v));
            for (Map.Entry<ItemKey, List<Version>> item : byItem.entrySet()) {
                pass.recompute(item.getKey(), item.getValue());
            }
        } else {
            good.forEach(pass::apply);
        }
        holdings.state(
                new ReplicaState(holdings.me(), holdings.state().sequence(), holdings.knowledge(), pass.clock.last()),
                effects);
        return new Taken(
                List.copyOf(pass.inserted), Optional.ofNullable(pass.refusal), Optional.ofNullable(pass.freshId));
    }

    /** One chunk being taken. */
    private final class Pass {

        private final Instant now;
        private final StepEffects effects;
        private final List<VersionId> inserted = new ArrayList<>();
        private HybridClock clock = new HybridClock(holdings.state().clock());
        private @Nullable ProtocolViolation refusal;
        private @Nullable String freshId;

        Pass(Instant now, StepEffects effects) {
            this.now = now;
            this.effects = effects;
        }

        /** The versions before the first one that breaks a limit, has an unknown author or a bad signature. */
        private List<Version> admissible(List<Version> versions) {
            List<BatchVerifier.Claim> claims = new ArrayList<>();
            List<Integer> positions = new ArrayList<>();
            int end = 0;
            try {
                for (; end < versions.size(); end++) {
                    Version version = versions.get(end);
                    Limits.check(version.header());
                    Bytes key = signingKey(version);
                    if (holdings.index().get(version.id()).isEmpty()) {
                        claims.add(new BatchVerifier.Claim(
                                key, version.signedOctets(holdings.setup().account()), version.signature()));
                        positions.add(end);
                    }
                }
            } catch (ProtocolViolation e) {
                refusal = e;
            }
            int verified = claims.isEmpty() ? 0 : holdings.setup().verifier().firstBad(claims);
            if (verified < claims.size()) {
                end = positions.get(verified);
                refusal = new ProtocolViolation(
                        CloseReason.BAD_VERSION,
                        "bad signature at " + versions.get(end).dot());
            }
            return versions.subList(0, end);
        }

        private Bytes signingKey(Version version) throws ProtocolViolation {
            return holdings.author(version.dot())
                    .flatMap(device -> holdings.trust().signingKey(device))
                    .orElseThrow(
                            () -> new ProtocolViolation(CloseReason.BAD_VERSION, "unknown author of " + version.dot()));
        }

        private void apply(Version version) {
            if (holdings.isVoid(version.id())) {
                return;
            }
            checkMine(version);
            List<LiveVersion> siblings = holdings.index().siblings(version.item());
            for (LiveVersion sibling : siblings) {
                if (sibling.id().equals(version.id()) || sibling.covers(version.header())) {
                    return;
                }
            }
            noticeReuse(version);
            for (LiveVersion sibling : siblings) {
                if (sibling.isCoveredBy(version.header())) {
                    holdings.index().remove(sibling);
                    effects.toHistory(sibling.id());
                }
            }
            effects.insert(version);
            becomesLive(version);
        }

        /** R6, R11: of all that is stored and given of an item, live is what no other covers. */
        private void recompute(ItemKey item, List<Version> given) throws StoreException {
            Map<VersionId, Version> pool = new LinkedHashMap<>();
            for (VersionStore.Stored stored : holdings.store().all(item)) {
                if (stored.place() != VersionStore.Place.QUARANTINE) {
                    pool.put(stored.version().id(), stored.version());
                }
            }
            Set<Version> fresh = new LinkedHashSet<>();
            for (Version version : given) {
                if (!holdings.isVoid(version.id()) && pool.putIfAbsent(version.id(), version) == null) {
                    checkMine(version);
                    fresh.add(version);
                }
            }
            fresh.forEach(version -> {
                effects.insert(version);
                boolean again = pool.keySet().stream()
                        .anyMatch(id -> id.dot().equals(version.dot()) && !id.equals(version.id()));
                if (again) {
                    tellReuse(version.dot());
                } else if (isTop(version, pool)) {
                    noticeReuse(version);
                }
            });
            for (Version version : pool.values()) {
                place(version, isTop(version, pool), fresh.contains(version));
            }
        }

        private boolean isTop(Version version, Map<VersionId, Version> pool) {
            return pool.values().stream().noneMatch(other -> other.header().covers(version.header()));
        }

        private void place(Version version, boolean top, boolean fresh) {
            Optional<LiveVersion> live = holdings.index().get(version.id());
            if (top && live.isEmpty()) {
                if (!fresh) {
                    effects.toLive(version.id());
                }
                becomesLive(version);
            } else if (!top) {
                live.ifPresent(l -> {
                    holdings.index().remove(l);
                    effects.changed(authorOrMe(version.dot()), version.item());
                });
                if (fresh || live.isPresent()) {
                    effects.toHistory(version.id());
                }
            }
        }

        private void becomesLive(Version version) {
            holdings.index().add(version);
            inserted.add(version.id());
            clock = clock.hear(version.header().hlc(), now);
            effects.changed(authorOrMe(version.dot()), version.item());
        }

        /** R7: somebody knows a write of this replica that it does not know itself. */
        private void checkMine(Version version) {
            long mine = holdings.state().sequence();
            boolean unknownWrite = version.dot().replica().equals(holdings.me())
                    && version.dot().sequence() > mine;
            if (unknownWrite || version.header().context().get(holdings.me()) > mine) {
                freshId = "a write of this replica beyond " + mine + " is known to others";
            }
        }

        /** R7: a second content for one dot. Of the own dots every one is live, covered, or another content. */
        private void noticeReuse(Version version) {
            boolean mine = version.dot().replica().equals(holdings.me());
            boolean written = version.dot().sequence() <= holdings.state().sequence();
            if ((mine && written) || holdings.index().hasOtherContent(version.id())) {
                tellReuse(version.dot());
            }
        }

        private void tellReuse(Dot dot) {
            effects.tell(new Notice.DotReused(dot));
            if (dot.replica().equals(holdings.me())) {
                freshId = "the write " + dot + " exists with two contents";
            }
        }
    }

    private DeviceId authorOrMe(Dot dot) {
        return holdings.author(dot).orElse(holdings.setup().device());
    }
}
