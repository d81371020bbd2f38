package im.kith.cli.engine;

import com.google.gson.JsonObject;
import im.kith.core.contacts.PlannedWrite;
import java.util.List;

/** How far an undo has come: told by the device's thread, asked by the caller's. */
final class UndoProgress {

    private record State(String doing, int done, int whole) {}

    private volatile State state = new State("finding", 0, 0);

    /** The search for what was changed has looked at {@code done} contacts and groups. */
    void found(int done, int whole) {
        state = new State("finding", done, whole);
    }

    void planning() {
        state = new State("planning", 0, 0);
    }

    /** {@code plan}, telling of each of its writes as it is made; the last leaves only the storing. */
    List<PlannedWrite> counting(List<PlannedWrite> plan) {
        state = new State("writing", 0, plan.size());
        return plan.stream()
                .map(write -> new PlannedWrite(
                        write.item(),
                        write.merged(),
                        write.after(),
                        write.compose().map(compose -> stamp -> {
                            State now = state;
                            state = new State("writing", now.done + 1, now.whole);
                            return compose.apply(stamp);
                        })))
                .toList();
    }

    void storing() {
        state = new State("storing", 0, 0);
    }

    JsonObject event() {
        State now = state;
        JsonObject event = new JsonObject();
        event.addProperty("undoing", now.doing);
        event.addProperty("done", now.done);
        event.addProperty("whole", now.whole);
        return event;
    }
}
