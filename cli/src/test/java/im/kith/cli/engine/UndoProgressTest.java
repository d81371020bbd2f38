package im.kith.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.cli.render.Json;
import im.kith.cli.service.Access;
import im.kith.cli.service.Service;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the real engine. */
class UndoProgressTest {

    private static final int MANY = 500;

    @Test
    void theUndoOfALargeImportTellsHowFarItHasComeAndTakesAllBack(@TempDir Path directory) throws Exception {
        OpenHome home = new OpenHome(directory);
        String contacts = IntStream.range(0, MANY)
                .mapToObj(i -> "{'identities':[{'type':'jid','value':'p" + i + "@example.org'}]}")
                .collect(Collectors.joining(","));
        home.call("import", "{'contacts':[" + contacts + "]}");
        List<JsonObject> events = new ArrayList<>();
        JsonElement undone;
        try (Service service = home.open(Access.USE)) {
            undone = service.call("undo", new JsonObject(), events::add);
        }
        assertThat(Json.array(undone, "removed")).hasSize(MANY);
        assertThat(home.call("list", "{}").getAsJsonArray()).isEmpty();
        assertThat(events).isNotEmpty().allSatisfy(event -> {
            assertThat(Json.text(event, "undoing")).isIn("finding", "planning", "writing", "storing");
            assertThat(Json.number(event, "done")).isBetween(0L, Json.number(event, "whole"));
        });
    }
}
