package im.kith.transport.net;

import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Counts connections against their limits (design, "Limits").
 *
 * <p>A new connection pushes out the oldest that has not knocked yet rather than being refused: whoever can knock does so
 * at once, so a flood of connections that cannot never keeps a member out. Pairing, whose knock anybody can make, has a
 * small share of its own, for the same reason.
 */
final class Gate {

    static final int MAX_CONNECTIONS = 128;
    static final int MAX_UNAUTHENTICATED = 16;
    static final int MAX_PER_ADDRESS = 4;
    static final int MAX_PAIRING = 3;

    private enum Stage {
        SILENT,
        KNOCKED,
        PAIRING,
        MEMBER
    }

    private final Set<Ticket> tickets = new LinkedHashSet<>();

    /** One connection's place. */
    final class Ticket {
        private final InetAddress address;
        private final Runnable close;
        private Stage stage;

        private Ticket(InetAddress address, Runnable close, Stage stage) {
            this.address = address;
            this.close = close;
            this.stage = stage;
        }

        /** It has knocked; whether there is room behind that door. */
        boolean knocked(Knock.Door door) {
            synchronized (Gate.this) {
                boolean pairing = door == Knock.Door.PAIRING;
                if (pairing && count(Stage.PAIRING) >= MAX_PAIRING) {
                    return false;
                }
                stage = pairing ? Stage.PAIRING : Stage.KNOCKED;
                return true;
            }
        }

        /** It is a member's. */
        void authenticated() {
            synchronized (Gate.this) {
                stage = Stage.MEMBER;
            }
        }

        void release() {
            synchronized (Gate.this) {
                tickets.remove(this);
            }
        }

        private boolean unauthenticated() {
            return stage != Stage.MEMBER;
        }
    }

    /** A place for a connection that came from {@code address}, if there is one; {@code close} closes it. */
    Optional<Ticket> admit(InetAddress address, Runnable close) {
        Optional<Ticket> pushedOut;
        Ticket ticket = new Ticket(address, close, Stage.SILENT);
        synchronized (this) {
            boolean crowdedThere = tickets.stream()
                            .filter(t -> t.unauthenticated() && t.address.equals(address))
                            .count()
                    >= MAX_PER_ADDRESS;
            boolean crowded = tickets.stream().filter(Ticket::unauthenticated).count() >= MAX_UNAUTHENTICATED;
            boolean full = tickets.size() >= MAX_CONNECTIONS;
            pushedOut = tickets.stream()
                    .filter(t -> t.stage == Stage.SILENT && (!crowdedThere || t.address.equals(address)))
                    .findFirst()
                    .filter(t -> crowdedThere || crowded || full);
            if ((crowdedThere || crowded || full) && pushedOut.isEmpty()) {
                return Optional.empty();
            }
            pushedOut.ifPresent(tickets::remove);
            tickets.add(ticket);
        }
        pushedOut.ifPresent(t -> t.close.run());
        return Optional.of(ticket);
    }

    /** A place for a connection that this side dials, if there is one. */
    synchronized Optional<Ticket> dialled(InetAddress address) {
        if (tickets.size() >= MAX_CONNECTIONS) {
            return Optional.empty();
        }
        Ticket ticket = new Ticket(address, () -> {}, Stage.MEMBER);
        tickets.add(ticket);
        return Optional.of(ticket);
    }

    private long count(Stage stage) {
        return tickets.stream().filter(t -> t.stage == stage).count();
    }

    synchronized int size() {
        return tickets.size();
    }
}
