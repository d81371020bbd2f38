package im.kith.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.cli.service.Access;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import im.kith.cli.service.Service;
import im.kith.core.contacts.ContactsXml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listing and exporting the contacts of a group, by whatever means it. */
class OfAGroupTest {

    @TempDir
    Path directory;

    private OpenHome home;
    private String id = "";

    @BeforeEach
    void twoGroups() throws Failure {
        home = new OpenHome(directory);
        home.call("add", "{'name':'Juliet','identities':[{'type':'jid','value':'j@example.org'}],'groups':['Work']}");
        home.call("add", "{'name':'Romeo','identities':[{'type':'jid','value':'r@example.org'}],'groups':['Verona']}");
        for (JsonElement group : home.call("group list", "{}").getAsJsonArray()) {
            if (group.getAsJsonObject().get("name").getAsString().equals("Work")) {
                id = group.getAsJsonObject().get("id").getAsString();
            }
        }
    }

    private List<String> listed(String group) throws Failure {
        List<String> names = new ArrayList<>();
        home.call("list", "{'group':'" + group + "'}")
                .getAsJsonArray()
                .forEach(contact ->
                        names.add(contact.getAsJsonObject().get("name").getAsString()));
        return names;
    }

    private List<JsonObject> exported(String group) throws Failure {
        List<JsonObject> events = new ArrayList<>();
        try (Service service = home.open(Access.USE)) {
            service.call("export", OpenHome.json("{'group':'" + group + "'}"), events::add);
        }
        return events;
    }

    @Test
    void itsNameItsIdAndAPrefixOfThatMeanTheSame() throws Failure {
        for (String group : List.of("Work", id, id.substring(0, 4))) {
            assertThat(listed(group)).as(group).containsExactly("Juliet");
            assertThat(exported(group)).as(group).isEqualTo(exported("Work"));
        }
        assertThat(exported("Work").toString()).contains("Work", "Juliet").doesNotContain("Verona");
    }

    @Test
    void allOfANameAreMeantByIt() throws Failure {
        publish(ContactsXml.GROUPS_NODE, "<group xmlns='urn:xmpp:contacts:0' id='" + id + "2' name='Work'/>");
        publish(
                ContactsXml.CONTACTS_NODE,
                "<contact xmlns='urn:xmpp:contacts:0' name='Nurse'><identity type='jid'>n@example.org</identity>"
                        + "<group id='" + id + "2'/></contact>");
        assertThat(listed("Work")).containsExactly("Juliet", "Nurse");
        assertThat(listed(id)).containsExactly("Juliet");
        assertThat(exported("Work").toString()).contains("Juliet", "Nurse");
        Failure failure = catchThrowableOfType(Failure.class, () -> listed(id.substring(0, 6)));
        assertThat(failure.kind()).isEqualTo(Kind.AMBIGUOUS);
        assertThat(failure.message()).contains("fits 2 groups");
    }

    private void publish(String node, String payload) throws Failure {
        JsonObject given = new JsonObject();
        given.addProperty("node", node);
        given.addProperty("payload", payload);
        try (Service service = home.open(Access.USE)) {
            service.call("node publish", given, event -> {});
        }
    }

    @Test
    void oneThatThereIsNotIsNotFound() {
        Failure failure = catchThrowableOfType(Failure.class, () -> listed("Nowhere"));
        assertThat(failure.kind()).isEqualTo(Kind.NOT_FOUND);
    }
}
