package im.kith.transport.linklocal;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Counts the streams that strangers open (design, "Limits").
 *
 * <p>Who comes when it is full takes the place of the one who has not said yet who he is, or who has been silent longest and for a while;
 * so somebody who opens streams and leaves them keeps nobody out.
 */
final class Guests {

    static final int MAX = 16;
    static final int MAX_PER_ADDRESS = 4;
    static final long SILENCE_MILLIS = 60_000;

    private final Set<Guest> guests = new LinkedHashSet<>();
    private final LongSupplier millis;

    Guests(LongSupplier millis) {
        this.millis = millis;
    }

    /** One connection's place. */
    final class Guest {
        private final InetAddress address;
        private final Runnable close;
        private boolean introduced;
        private long heard = millis.getAsLong();

        private Guest(InetAddress address, Runnable close) {
            this.address = address;
            this.close = close;
        }

        /** He has said who he is. */
        void introduced() {
            introduced = true;
        }

        /** He said something. */
        void heard() {
            heard = millis.getAsLong();
        }

        void leave() {
            guests.remove(this);
        }

        private boolean mayGo() {
            return !introduced || millis.getAsLong() - heard >= SILENCE_MILLIS;
        }
    }

    /** A place for a connection from {@code address}, if there is one; {@code close} closes it. */
    Optional<Guest> come(InetAddress address, Runnable close) {
        long there =
                guests.stream().filter(guest -> guest.address.equals(address)).count();
        if (guests.size() >= MAX || there >= MAX_PER_ADDRESS) {
            Optional<Guest> leaves = guests.stream()
                    .filter(guest -> there < MAX_PER_ADDRESS || guest.address.equals(address))
                    .filter(Guest::mayGo)
                    .min(Comparator.comparing((Guest guest) -> guest.introduced).thenComparing(guest -> guest.heard));
            if (leaves.isEmpty()) {
                return Optional.empty();
            }
            guests.remove(leaves.get());
            leaves.get().close.run();
        }
        Guest guest = new Guest(address, close);
        guests.add(guest);
        return Optional.of(guest);
    }

    int size() {
        return guests.size();
    }
}
