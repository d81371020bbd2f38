package im.kith.core.device;

import im.kith.core.replica.CloseReason;
import im.kith.core.replica.ConnectionId;
import im.kith.core.replica.Frame;
import java.time.Instant;

/** Where a device's effects go after they are durable: to the network, the timer, and whoever listens. */
public interface Outlet {

    void send(ConnectionId connection, Frame frame);

    void close(ConnectionId connection, CloseReason reason, String text);

    /** The device has something to send on {@code connection}; to be answered by pulling when the transport can take it. */
    void ready(ConnectionId connection);

    void wakeAt(Instant time);

    void event(DeviceEvent event);
}
