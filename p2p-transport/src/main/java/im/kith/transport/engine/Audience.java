package im.kith.transport.engine;

import im.kith.core.device.DeviceEvent;
import im.kith.core.device.Outlet;
import im.kith.core.replica.CloseReason;
import im.kith.core.replica.ConnectionId;
import im.kith.core.replica.Frame;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who hears a device's events; while nobody does, the warnings are kept for who comes first.
 *
 * <p>It is also the outlet of a device without a network: events are all that comes out of it.
 */
final class Audience implements Outlet {

    private static final Logger LOG = LoggerFactory.getLogger(Audience.class);

    private static final int MOST_KEPT = 100;

    private final List<Consumer<DeviceEvent>> listeners = new CopyOnWriteArrayList<>();
    private final List<DeviceEvent> unheard = new ArrayList<>();

    /** From now on {@code listener} hears of everything; of the warnings that nobody has heard, at once. */
    synchronized void add(Consumer<DeviceEvent> listener) {
        listeners.add(listener);
        List<DeviceEvent> missed = List.copyOf(unheard);
        unheard.clear();
        missed.forEach(this::event);
    }

    void remove(Consumer<DeviceEvent> listener) {
        listeners.remove(listener);
    }

    @Override
    public void event(DeviceEvent event) {
        if (listeners.isEmpty()) {
            keep(event);
        }
        for (Consumer<DeviceEvent> listener : listeners) {
            try {
                listener.accept(event);
            } catch (RuntimeException e) {
                LOG.warn("a listener failed", e);
            }
        }
    }

    private synchronized void keep(DeviceEvent event) {
        if (event instanceof DeviceEvent.Warning && unheard.size() < MOST_KEPT) {
            unheard.add(event);
        }
    }

    @Override
    public void send(ConnectionId connection, Frame frame) {}

    @Override
    public void close(ConnectionId connection, CloseReason reason, String text) {}

    @Override
    public void ready(ConnectionId connection) {}

    @Override
    public void wakeAt(Instant time) {}
}
