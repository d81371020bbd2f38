package im.kith.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import im.kith.cli.render.Json;
import im.kith.cli.service.Access;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Service;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class WatchingTest {

    @TempDir
    Path directory;

    private final BlockingQueue<JsonObject> lines = new LinkedBlockingQueue<>();

    private JsonObject next() throws InterruptedException {
        JsonObject line = lines.poll(60, TimeUnit.SECONDS);
        assertThat(line).isNotNull();
        return line;
    }

    @Test
    void withoutADaemonTooAWatchTellsWhoChangedWhat() throws Exception {
        OpenHome home = new OpenHome(directory);
        home.call("add", "{'name':'Romeo','identities':[{'type':'jid','value':'romeo@example.org'}]}");
        Service watch = home.open(Access.WATCH);
        Thread watching = new Thread(() -> watch(watch), "watch");
        watching.start();
        try {
            // changed until the first look is over, since only then there is something to compare with
            for (int i = 0; lines.isEmpty(); i++) {
                home.call("edit", "{'ref':'romeo@example.org','name':'Romeo " + i + "'}");
                watching.join(700);
            }
            JsonObject changed = next();
            assertThat(Json.text(changed, "event")).isEqualTo("changed");
            assertThat(Json.text(changed, "device")).isEqualTo("laptop");
            home.call("rm", "{'refs':['romeo@example.org']}");
            JsonObject last = next();
            while (!Json.text(last, "event").equals("removed")) {
                last = next();
            }
            assertThat(Json.text(last, "device")).isEqualTo("laptop");
            assertThat(Json.text(Json.object(last, "contact"), "name")).startsWith("Romeo");
        } finally {
            watch.close();
            watching.join();
        }
    }

    private void watch(Service watch) {
        try {
            watch.call("watch", new JsonObject(), lines::add);
        } catch (Failure failure) {
            throw new IllegalStateException(failure);
        }
    }
}
