package im.kith.core.replica;

import im.kith.core.account.DeviceId;
import im.kith.core.replica.VersionStore.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives all that is stored its place anew when who is a member, or what is void, changed (R11): live are the versions that are
 * not void and that no other such one covers, the rest of these is history, void ones stand in quarantine.
 *
 * <p>Headers of everything are in memory meanwhile, payloads of what becomes live again only, some at a time.
 */
final class Rejudgement {

    private static final int READ_AT_ONCE = 256;

    private static final Comparator<Row> LATEST_FIRST =
            Comparator.comparing((Row row) -> row.header().hlc()).reversed();

    private record Row(VersionId id, VersionHeader header, Place place) {}

    private final Holdings holdings;
    private final StepEffects effects;
    private final List<VersionId> revived = new ArrayList<>();
    private boolean moved;

    private Rejudgement(Holdings holdings, StepEffects effects) {
        this.holdings = holdings;
        this.effects = effects;
    }

    /** Judges everything; true if anything came to stand elsewhere. */
    static boolean judge(Holdings holdings, StepEffects effects) throws StoreException {
        Rejudgement rejudgement = new Rejudgement(holdings, effects);
        for (List<Row> rows : rejudgement.stored()) {
            rejudgement.judge(rows);
        }
        rejudgement.revive();
        return rejudgement.moved;
    }

    private Collection<List<Row>> stored() throws StoreException {
        Map<ItemKey, List<Row>> items = new HashMap<>();
        holdings.store().forEachStored(stored -> {
            Version version = stored.version();
            items.computeIfAbsent(version.item(), item -> new ArrayList<>())
                    .add(new Row(version.id(), version.header(), stored.place()));
        });
        return items.values();
    }

    private void judge(List<Row> rows) {
        List<Row> good = new ArrayList<>();
        for (Row row : rows) {
            if (holdings.isVoid(row.id())) {
                move(row, Place.QUARANTINE);
            } else {
                good.add(row);
            }
        }
        good.sort(LATEST_FIRST);
        for (int i = 0; i < good.size(); i++) {
            VersionHeader header = good.get(i).header();
            boolean covered =
                    good.subList(0, i).stream().anyMatch(later -> later.header().covers(header));
            move(good.get(i), covered ? Place.HISTORY : Place.LIVE);
        }
    }

    private void move(Row row, Place to) {
        if (row.place() == to) {
            return;
        }
        moved = true;
        effects.move(row.id(), to);
        if (row.place() == Place.LIVE) {
            holdings.index().get(row.id()).ifPresent(holdings.index()::remove);
        }
        if (to == Place.LIVE) {
            revived.add(row.id());
        }
        if (row.place() == Place.LIVE || to == Place.LIVE) {
            DeviceId me = holdings.setup().device();
            effects.changed(
                    holdings.author(row.id().dot()).orElse(me), row.header().item());
        }
    }

    private void revive() throws StoreException {
        for (int from = 0; from < revived.size(); from += READ_AT_ONCE) {
            List<VersionId> some = revived.subList(from, Math.min(revived.size(), from + READ_AT_ONCE));
            holdings.store().read(some).forEach(holdings.index()::add);
        }
    }
}
