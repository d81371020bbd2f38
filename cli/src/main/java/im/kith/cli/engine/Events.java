package im.kith.cli.engine;

import com.google.gson.JsonObject;
import im.kith.Kith;
import im.kith.core.account.DeviceId;
import im.kith.core.contacts.BookEvent;
import im.kith.core.device.DeviceEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** Passes a device's events on to whoever listens now. */
final class Events implements Consumer<DeviceEvent> {

    /** Waiting events of one listener; beyond that the newest are lost to it. */
    private static final int MOST_WAITING = 100_000;

    private final List<Consumer<DeviceEvent>> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean daemon;

    @Override
    public void accept(DeviceEvent event) {
        listeners.forEach(listener -> listener.accept(event));
    }

    boolean isDaemon() {
        return daemon;
    }

    void daemon() {
        daemon = true;
    }

    void add(Consumer<DeviceEvent> listener) {
        listeners.add(listener);
    }

    void remove(Consumer<DeviceEvent> listener) {
        listeners.remove(listener);
    }

    /** A queue that gets every event from now on, until {@link #remove} of {@code listener}. */
    static BlockingQueue<DeviceEvent> queue() {
        return new LinkedBlockingQueue<>(MOST_WAITING);
    }

    /** The lines of {@code watch} for an event; none for events that are not about contacts. */
    static List<JsonObject> lines(DeviceEvent event, Kith kith) throws Exception {
        List<JsonObject> lines = new ArrayList<>();
        if (event instanceof DeviceEvent.BookChanged changed) {
            String device = name(kith, changed.author());
            for (BookEvent each : changed.changes()) {
                if (each instanceof BookEvent.OfContact contact) {
                    JsonObject line = new JsonObject();
                    line.addProperty("event", contact.kind().name().toLowerCase(Locale.ROOT));
                    line.add("contact", ContactJson.contact(contact.contact()));
                    line.addProperty("device", device);
                    lines.add(line);
                }
            }
        }
        return lines;
    }

    /** The daemon's line for a device that stands otherwise than before. */
    static JsonObject line(DeviceEvent.StandingChanged changed, Kith kith) throws Exception {
        JsonObject line = new JsonObject();
        line.addProperty("event", "device");
        line.addProperty("device", name(kith, changed.device()));
        line.addProperty("id", changed.device().toString());
        line.addProperty("state", DeviceCalls.state(changed.standing()));
        line.addProperty("by", name(kith, changed.by()));
        if (changed.unknown()) {
            line.addProperty("new", true);
        }
        return line;
    }

    static String name(Kith kith, DeviceId id) throws Exception {
        return kith.call(
                device -> device.ledger().device(id).map(each -> each.name()).orElse(id.toString()));
    }
}
