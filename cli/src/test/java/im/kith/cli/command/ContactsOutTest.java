package im.kith.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import im.kith.cli.render.Terminal;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContactsOutTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Terminal terminal = new Terminal(
            new ByteArrayInputStream(new byte[0]),
            new BufferedOutputStream(out, 1 << 20),
            new ByteArrayOutputStream(),
            "",
            Map.of());

    private static JsonObject people(int first, int count) {
        JsonArray contacts = new JsonArray();
        for (int i = first; i < first + count; i++) {
            JsonObject contact = new JsonObject();
            contact.addProperty("name", "N" + i);
            contacts.add(contact);
        }
        JsonObject event = new JsonObject();
        event.add("contacts", contacts);
        return event;
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void jsonIsOnStdoutAsItComesAndOneArrayInTheEnd() {
        ContactsOut contacts = new ContactsOut(terminal, true);
        contacts.add(people(0, 1));
        assertThat(out()).isEqualTo("[{\"name\":\"N0\"}");
        contacts.add(people(1, 1));
        assertThat(contacts.end()).isEqualTo(2);
        terminal.flush();
        assertThat(out()).isEqualTo("[{\"name\":\"N0\"},{\"name\":\"N1\"}]\n");
    }

    @Test
    void aLongTableBeginsBeforeAllIsThere() {
        ContactsOut contacts = new ContactsOut(terminal, false);
        contacts.add(people(0, 900));
        assertThat(out()).isEmpty();
        contacts.add(people(900, 200));
        assertThat(out().lines()).hasSize(1101).startsWith("NAME   ADDRESS  GROUPS", "N0");
        contacts.add(people(1100, 5));
        assertThat(contacts.end()).isEqualTo(1105);
        terminal.flush();
        assertThat(out().lines()).hasSize(1106).endsWith("N1104").containsOnlyOnce("N1100");
    }
}
