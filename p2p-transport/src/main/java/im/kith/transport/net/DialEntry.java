package im.kith.transport.net;

import im.kith.core.account.DeviceId;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a {@link DialPlan} knows of one address. */
final class DialEntry {

    final InetSocketAddress address;

    /** Addresses of one group are likely the same device's: they are not all dialled at once. */
    String group;

    /** The discovery instance that names it, if one does. */
    @Nullable
    String instance;

    /** Whether it is kept without being in sight. */
    boolean kept;

    /** Who was there last. */
    Optional<DeviceId> device = Optional.empty();

    /** Tries in a row that came to nothing. */
    int failures;

    /** Tries in all; each uses another discovery key, and another address of a name. */
    int attempts;

    long dueAt;
    long startedAt;
    boolean inFlight;

    /** When a link was last established, if one was. */
    Optional<Long> connectedAt = Optional.empty();

    DialEntry(InetSocketAddress address, String group, long now) {
        this.address = address;
        this.group = group;
        this.dueAt = now;
        this.startedAt = now;
    }
}
