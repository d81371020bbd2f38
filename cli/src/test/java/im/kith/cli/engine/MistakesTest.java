package im.kith.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the store refuses says what was wrong, and what to do about that and nothing else. */
class MistakesTest {

    @TempDir
    Path directory;

    private OpenHome home;

    @BeforeEach
    void aBookOfOne() throws Failure {
        home = new OpenHome(directory);
        home.call(
                "add",
                "{'name':'Juliet','identities':[{'type':'jid','value':'juliet@example.org'}],'groups':['Work']}");
    }

    private Failure refused(String operation, String parameters) {
        return catchThrowableOfType(Failure.class, () -> home.call(operation, parameters));
    }

    @Test
    void aBadValueIsAnsweredWithWhatAGoodOneIs() {
        Failure noJid = refused("add", "{'identities':[{'type':'jid','value':'a@@b'}]}");
        assertThat(noJid.kind()).isEqualTo(Kind.BAD_INPUT);
        assertThat(noJid.hint().orElseThrow()).contains("juliet@example.org", "email=");
        assertThat(refused("add", "{'identities':[{'type':'jid','value':'x@y/z'}]}")
                        .hint())
                .isEmpty();
        Failure noGroup = refused("edit", "{'ref':'juliet@example.org','addGroups':[' ']}");
        assertThat(noGroup.message()).isEqualTo("empty group name");
        assertThat(noGroup.hint().orElseThrow()).doesNotContain("--jid");
        Failure tooLong = refused("edit", "{'ref':'juliet@example.org','name':'" + "a".repeat(1024) + "'}");
        assertThat(tooLong.hint()).contains("Shorten it.");
    }

    @Test
    void aGroupThatIsThereIsAnsweredWithCommandsForGroups() {
        Failure failure = refused("group add", "{'name':'Work'}");
        assertThat(failure.kind()).isEqualTo(Kind.EXISTS);
        assertThat(failure.message()).isEqualTo("there is a group 'Work' already");
        assertThat(failure.hint().orElseThrow())
                .contains("kith list --group 'Work'", "kith group rename")
                .doesNotContain("kith edit");
    }

    @Test
    void anAddressThatIsTakenIsAnsweredWithWhoseItIs() {
        Failure failure = refused("add", "{'identities':[{'type':'jid','value':'JULIET@example.org'}]}");
        assertThat(failure.message()).isEqualTo("JULIET@example.org is there already: Juliet");
        assertThat(failure.hint().orElseThrow()).startsWith("kith edit ");
    }
}
