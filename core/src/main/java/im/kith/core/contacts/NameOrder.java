package im.kith.core.contacts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The valid contacts by name: compared once, when they come, so that putting many in order later is a walk along bits.
 *
 * <p>Those that came since somebody asked wait; they are sorted among themselves and put between the others the next time.
 */
final class NameOrder {

    /** So many are put in order by comparing them. */
    private static final int FEW = 256;

    /** Of those that wait it is worth sorting a quarter and forgetting it again, as a command does that asks once. */
    private static final int WORTH_KEEPING = 4;

    private static final Comparator<Place> BY_NAME = Comparator.comparing(Place::entry, ContactEntry.BY_NAME);

    private Place[] sorted = {};
    private final List<Place> waiting = new ArrayList<>();
    private int left;
    private int leftWaiting;

    void add(Place place) {
        waiting.add(place);
    }

    void remove(Place place) {
        place.leave();
        if (place.isSorted()) {
            left++;
            return;
        }
        leftWaiting++;
        if (leftWaiting > FEW + waiting.size() / 2) {
            waiting.removeIf(Place::isGone);
            leftWaiting = 0;
        }
    }

    /** {@code some} of the contacts, by name. */
    List<Place> sort(Collection<Place> some) {
        if (some.size() <= FEW + waiting.size() / WORTH_KEEPING) {
            return some.stream().sorted(BY_NAME).toList();
        }
        settle();
        BitSet positions = new BitSet(sorted.length);
        for (Place place : some) {
            positions.set(place.position());
        }
        List<Place> found = new ArrayList<>(some.size());
        for (int at = positions.nextSetBit(0); at >= 0; at = positions.nextSetBit(at + 1)) {
            found.add(sorted[at]);
        }
        return found;
    }

    /** All, by name. */
    List<Place> all() {
        settle();
        return List.of(sorted);
    }

    /** Puts those that wait in their places. */
    void settle() {
        if (waiting.isEmpty() && left == 0) {
            return;
        }
        Place[] more = waiting.stream().filter(place -> !place.isGone()).toArray(Place[]::new);
        Arrays.parallelSort(more, BY_NAME);
        Place[] all = new Place[sorted.length - left + more.length];
        int from = 0;
        int count = 0;
        for (Place place : more) {
            int at = Arrays.binarySearch(sorted, from, sorted.length, place, BY_NAME);
            int to = at < 0 ? -at - 1 : at;
            count = copy(from, to, all, count);
            all[count++] = place;
            from = to;
        }
        copy(from, sorted.length, all, count);
        for (int i = 0; i < all.length; i++) {
            all[i].position(i);
        }
        sorted = all;
        waiting.clear();
        left = 0;
        leftWaiting = 0;
    }

    private int copy(int from, int to, Place[] all, int count) {
        int at = count;
        for (int i = from; i < to; i++) {
            if (!sorted[i].isGone()) {
                all[at++] = sorted[i];
            }
        }
        return at;
    }
}
