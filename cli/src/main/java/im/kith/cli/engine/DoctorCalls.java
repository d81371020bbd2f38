package im.kith.cli.engine;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.Kith;
import im.kith.cli.doctor.Finding;
import im.kith.core.device.Inspection;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The operation {@code doctor}: the checks that need the open store, or the network as the daemon has it. */
final class DoctorCalls {

    private final Kith kith;
    private final SecureRandom random;

    DoctorCalls(Kith kith, SecureRandom random) {
        this.kith = kith;
        this.random = random;
    }

    JsonElement run(Parameters given, Consumer<JsonObject> out) throws Exception {
        List<Finding> findings = new ArrayList<>();
        Inspection inspection = inspect(out);
        findings.addAll(StoreFindings.of(inspection));
        findings.addAll(kith.call(
                device -> new AccountFindings(device, Clock.systemUTC().instant()).of(inspection)));
        kith.witnessTrouble()
                .ifPresentOrElse(
                        trouble -> findings.add(Finding.bad(
                                "witness",
                                trouble,
                                "Make the state directory writable (XDG_STATE_HOME, ~/.local/state).")),
                        () -> findings.add(
                                Finding.good("witness", "a roll-back or a copy of the home will be noticed")));
        progress(out, "network", 0);
        findings.addAll(new NetworkFindings(kith, random).all(given));
        return json(findings);
    }

    static JsonArray json(List<Finding> findings) {
        JsonArray array = new JsonArray();
        findings.forEach(finding -> array.add(finding.toJson()));
        return array;
    }

    /** On the device's thread; how far it has come is told on this one. */
    private Inspection inspect(Consumer<JsonObject> out) throws Exception {
        AtomicInteger seen = new AtomicInteger();
        return Telling.of(kith.submit(device -> device.inspect(seen::set)), () -> progress(out, "store", seen.get()));
    }

    private static void progress(Consumer<JsonObject> out, String what, int done) {
        JsonObject event = new JsonObject();
        event.addProperty("checking", what);
        event.addProperty("done", done);
        out.accept(event);
    }
}
