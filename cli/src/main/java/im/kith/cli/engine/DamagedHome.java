package im.kith.cli.engine;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.cli.doctor.Finding;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import im.kith.cli.service.Service;
import im.kith.core.replica.StoreException;
import im.kith.storage.HomeAccess;
import im.kith.storage.HomeException;
import im.kith.storage.HomeStore;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A home that cannot be used, looked at by {@code doctor} alone: how much of the store is damaged, and how much is not. */
final class DamagedHome implements Service {

    private final HomeAccess access;

    DamagedHome(HomeAccess access) {
        this.access = access;
    }

    @Override
    public JsonElement call(String operation, JsonObject parameters, Consumer<JsonObject> events) throws Failure {
        if (!operation.equals("doctor")) {
            throw Failure.of(Kind.STORAGE, "the store is damaged: only doctor looks at it");
        }
        return DoctorCalls.json(List.of(look()));
    }

    private Finding look() throws Failure {
        AtomicInteger sound = new AtomicInteger();
        try (HomeStore home = HomeStore.open(access)) {
            List<String> damaged = home.store().audit(stored -> sound.incrementAndGet());
            return damaged.isEmpty()
                    ? StoreFindings.unusable(
                            "every version can be read, but what they and the settings say does not fit together")
                    : StoreFindings.damaged(damaged, sound.get());
        } catch (StoreException | HomeException e) {
            return StoreFindings.unusable(Failures.message(e));
        } catch (Exception e) {
            throw Failures.of(e);
        }
    }

    @Override
    public void close() {
        // nothing is held open between two looks
    }
}
