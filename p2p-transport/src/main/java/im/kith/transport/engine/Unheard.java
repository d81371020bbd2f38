package im.kith.transport.engine;

import im.kith.core.device.DeviceEvent;
import im.kith.core.device.Outlet;
import im.kith.core.replica.CloseReason;
import im.kith.core.replica.ConnectionId;
import im.kith.core.replica.Frame;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The outlet of a device that nobody listens to yet: keeps the warnings, for whoever comes to listen. One thread. */
final class Unheard implements Outlet {

    private static final int MOST = 100;

    private final List<DeviceEvent.Warning> warnings = new ArrayList<>();

    /** The warnings since the last call. */
    List<DeviceEvent.Warning> take() {
        List<DeviceEvent.Warning> taken = List.copyOf(warnings);
        warnings.clear();
        return taken;
    }

    @Override
    public void send(ConnectionId connection, Frame frame) {}

    @Override
    public void close(ConnectionId connection, CloseReason reason, String text) {}

    @Override
    public void ready(ConnectionId connection) {}

    @Override
    public void wakeAt(Instant time) {}

    @Override
    public void event(DeviceEvent event) {
        if (event instanceof DeviceEvent.Warning warning && warnings.size() < MOST) {
            warnings.add(warning);
        }
    }
}
