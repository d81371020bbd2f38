package im.kith.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pubsub store beneath, from the command line. */
class NodeIT {

    private static final String NODE = "urn:xmpp:bookmarks:1";
    private static final String ROOM = "verona@rooms.example.org";

    @Test
    void anItemPublishedFromAPipeIsThereAndHiddenInWhatIsStored(@TempDir Path directory) {
        Machine machine = new Machine(directory, command -> command);
        machine.run("init").ok();
        String payload = "<conference xmlns='urn:xmpp:bookmarks:1' name='Verona'/>";
        machine.runWithInput(payload, "node", "publish", NODE, "--id", ROOM).ok();
        String items = machine.run("node", "items", NODE, "--json").ok().out();
        assertThat(items).contains(ROOM).contains("Verona");
        String raw = machine.run("node", "items", NODE, "--raw", "--json").ok().out();
        assertThat(raw).contains("encrypted").doesNotContain("verona").doesNotContain("Verona");
        machine.run("node", "retract", NODE, ROOM).ok();
        assertThat(machine.run("node", "items", NODE, "--json").ok().out().strip())
                .isEqualTo("[]");
        assertThat(machine.run("node", "retract", NODE, ROOM).exit()).isEqualTo(3);
    }

    @Test
    void aContactPublishedFromAPipeIsOneAsIfItHadBeenAdded(@TempDir Path directory) {
        Machine machine = new Machine(directory, command -> command);
        machine.run("init").ok();
        String contact = "<contact xmlns='urn:xmpp:contacts:0' name='Nurse'><identity type='jid'>nurse@example.org"
                + "</identity></contact>";
        String node = "urn:xmpp:contacts";
        machine.runWithInput(contact, "node", "publish", node).ok();
        assertThat(machine.names()).containsExactly("Nurse");
        assertThat(machine.json("node", "items", node).getAsJsonArray()).hasSize(16);
        String id = machine.contacts().get(0).get("id").getAsString();
        machine.run("node", "retract", node, id).ok();
        assertThat(machine.names()).isEmpty();
        assertThat(machine.json("node", "items", node).getAsJsonArray()).hasSize(16);
        Commands.Result refused = machine.runWithInput("<note xmlns='urn:x'/>", "node", "publish", node);
        assertThat(refused.exit()).isEqualTo(4);
        assertThat(refused.err()).contains("this node takes <contact");
        assertThat(machine.run("node", "retract", node, id).exit()).isEqualTo(4);
    }
}
