package im.kith.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import im.kith.cli.engine.EngineOpener;
import im.kith.cli.render.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the real engine, and small shell scripts for the editor. */
class EditInEditorTest {

    @TempDir
    Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String terminals = "012";
    private String in = "";

    @BeforeEach
    void aBookOfThree() throws IOException {
        Path runtime = Files.createDirectory(directory.resolve("runtime"));
        environment.putAll(Map.of(
                "KITH_HOME", directory.resolve("home").toString(),
                "XDG_STATE_HOME", directory.resolve("state").toString(),
                "XDG_RUNTIME_DIR", runtime.toString(),
                "NO_COLOR", "1",
                "PATH", "/usr/bin:/bin"));
        kith("init");
        kith("add", "--name", "Juliet", "--jid", "juliet@example.org", "--group", "Verona");
        kith("add", "--name", "Romeo", "--jid", "romeo@example.net", "--group", "Verona");
        kith("add", "--name", "Hamlet", "--jid", "hamlet@example.net");
    }

    private int kith(String... arguments) {
        out.reset();
        err.reset();
        ByteArrayInputStream stdin = new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8));
        Terminal terminal = new Terminal(stdin, out, err, terminals, environment);
        return new Kith(terminal, EngineOpener::new).run(arguments);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private void editor(String script) throws IOException {
        Path file = directory.resolve("editor with space.sh");
        Files.writeString(file, "#!/bin/sh\nfile=$1\necho x >>" + directory + "/opened\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        environment.put("EDITOR", "'" + file + "'");
    }

    private long opened() throws IOException {
        return Files.readString(directory.resolve("opened")).lines().count();
    }

    private String shown(String ref) {
        kith("show", ref, "--json");
        return out();
    }

    private boolean nothingIsLeft() throws IOException {
        try (Stream<Path> left = Files.list(directory.resolve("runtime"))) {
            return left.findAny().isEmpty();
        }
    }

    @Test
    void whatWasChangedInTheEditorIsChanged() throws IOException {
        editor("sed -i -e 's/^name: .*/name: \"Juliet #1\"/' -e 's/^- Verona/- Verona\\n- Mantua/' \"$file\"");
        assertThat(kith("edit", "juliet@example.org")).as(err()).isZero();
        assertThat(out()).contains("Juliet #1", "Verona, Mantua");
        assertThat(nothingIsLeft()).isTrue();
    }

    @Test
    void theTextLiesWhereNobodyElseReadsIt() throws IOException {
        editor("stat -c '%a' \"$file\" \"$(dirname \"$file\")\" >" + directory + "/modes");
        assertThat(kith("edit", "juliet@example.org")).isZero();
        assertThat(directory.resolve("modes")).hasContent("600\n700");
        assertThat(nothingIsLeft()).isTrue();
    }

    @Test
    void leavingItAsItWasChangesNothingAndSaysSo() throws IOException {
        String before = shown("juliet@example.org");
        editor("true");
        assertThat(kith("edit", "juliet@example.org")).isZero();
        assertThat(err()).contains("Nothing was changed.");
        editor(": >\"$file\"");
        assertThat(kith("edit", "juliet@example.org", "--json")).isZero();
        assertThat(out()).isEqualTo(before);
        assertThat(shown("juliet@example.org")).isEqualTo(before);
    }

    @Test
    void whatOthersChangeMeanwhileIsMergedNotOverwritten() throws IOException {
        kith("edit", "juliet@example.org", "--add-identity", "tel=+1 555");
        editor("sed -i 's/^name: .*/name: Juliet M./' \"$file\"\n" + "touch " + directory + "/editing; while [ -e "
                + directory + "/editing ]; do sleep 0.02; done");
        Thread other = new Thread(() -> {
            while (!Files.exists(directory.resolve("editing"))) {
                Thread.onSpinWait();
            }
            new Kith(
                            new Terminal(
                                    new ByteArrayInputStream(new byte[0]),
                                    new ByteArrayOutputStream(),
                                    new ByteArrayOutputStream(),
                                    "",
                                    environment),
                            EngineOpener::new)
                    .run("edit", "juliet@example.org", "--remove-identity", "tel=+1 555", "--add-group", "Mantua");
            try {
                Files.delete(directory.resolve("editing"));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        other.start();
        assertThat(kith("edit", "juliet@example.org")).as(err()).isZero();
        assertThat(out()).contains("Juliet M.", "Verona, Mantua").doesNotContain("+1 555");
    }

    @Test
    void aMistakeOpensItAgainWithTheMistakeOnTop() throws IOException {
        editor("if grep -q '^#! line' \"$file\"; then cp \"$file\" " + directory + "/second\n"
                + "sed -i 's/^name: .*/name: \"Juliet: M.\"/' \"$file\"\n"
                + "else sed -i 's/^name: .*/name: Juliet: M./' \"$file\"; fi");
        assertThat(kith("edit", "juliet@example.org")).as(err()).isZero();
        assertThat(opened()).isEqualTo(2);
        assertThat(directory.resolve("second"))
                .content()
                .startsWith("#! line 6: ")
                .contains("name: Juliet: M.");
        assertThat(out()).contains("Juliet: M.");
        assertThat(nothingIsLeft()).isTrue();
    }

    @Test
    void whatTheStoreRefusesIsAMistakeToo() throws IOException {
        editor("""
                if grep -q '^#! romeo@example.net is there already' "$file"
                then sed -i 's/romeo@example.net$/romeo@example.com/' "$file"
                else sed -i 's/^identities:/identities:\\n- jid: romeo@example.net/' "$file"; fi
                """);
        assertThat(kith("edit", "juliet@example.org")).as(err()).isZero();
        assertThat(out()).contains("romeo@example.com", "juliet@example.org");
    }

    @Test
    void whoGivesUpFindsTheTextInAPrivateFile() throws IOException {
        editor("grep -q '^#!' \"$file\" || sed -i 's/^name: .*/name: Juliet: M./' \"$file\"; chmod 644 \"$file\"");
        assertThat(kith("edit", "juliet@example.org")).isEqualTo(4);
        Path kept = Path.of(err().replaceAll("(?s).*kept in (\\S+);.*", "$1"));
        assertThat(kept).content().contains("name: Juliet: M.");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                .isEqualTo("rw-------");
        assertThat(shown("juliet@example.org")).doesNotContain("M.");
    }

    @Test
    void whatWasWrittenIsKeptWhenTheEditorFailsOrTheContactHasGone() throws IOException {
        editor("sed -i 's/^name: .*/name: Lost/' \"$file\"; exit 3");
        assertThat(kith("edit", "juliet@example.org")).isEqualTo(4);
        assertThat(err()).contains("ended with 3", "kept in");
        editor("exit 1");
        assertThat(kith("edit", "romeo@example.net")).isEqualTo(4);
        assertThat(err()).contains("ended with 1").doesNotContain("kept in");
        environment.put("VISUAL", "no-such-editor --wait");
        assertThat(kith("edit", "romeo@example.net")).isEqualTo(2);
        assertThat(err()).contains("no editor 'no-such-editor --wait'", "Set VISUAL or EDITOR");
    }

    @Test
    void whatAnEditorRescuesWhenItEndsIsKeptToo() throws IOException {
        editor("echo 'name: Rescued' >\"$file.save\"; exit 129");
        assertThat(kith("edit", "juliet@example.org")).isEqualTo(4);
        Path kept = Path.of(err().replaceAll("(?s).*kept in (\\S+);.*", "$1"));
        assertThat(kept.resolveSibling("contact.yaml.save"))
                .hasContent("name: Rescued")
                .satisfies(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------"));
    }

    @Test
    void aTextThatWasLeftBehindIsToldOfUntilItIsDeletedAndNotWhileItIsOpen() throws IOException {
        editor("sed -i 's/^name: .*/name: Lost/' \"$file\"; exit 3");
        kith("edit", "juliet@example.org");
        Path kept = Path.of(err().replaceAll("(?s).*kept in (\\S+);.*", "$1"));
        editor("true");
        kith("edit", "romeo@example.net");
        assertThat(err()).contains("an earlier edit did not come to its end", kept.toString());
        Files.delete(kept);
        kith("edit", "romeo@example.net");
        assertThat(err()).doesNotContain("earlier edit");
        assertThat(nothingIsLeft()).isTrue();
    }

    @Test
    void withoutATerminalOrAnEditorItSaysWhatToDo() {
        terminals = "";
        assertThat(kith("edit", "juliet@example.org")).isEqualTo(2);
        assertThat(err()).contains("kith edit --help");
        terminals = "012";
        environment.put("PATH", "");
        assertThat(kith("edit", "juliet@example.org")).isEqualTo(2);
        assertThat(err()).contains("neither VISUAL nor EDITOR is set");
    }

    @Test
    void aGroupIsRemovedAfterAYes() {
        in = "n\n";
        assertThat(kith("rm", "--group", "Verona")).isZero();
        assertThat(err()).contains("Remove 2 contacts (Juliet, Romeo)? [y/N] ", "Nothing was removed.");
        in = "y\n";
        assertThat(kith("rm", "--group", "Verona")).isZero();
        assertThat(out()).isEqualTo("Removed 2 contacts\n");
        kith("list", "--json");
        assertThat(JsonParser.parseString(out()).getAsJsonArray()).hasSize(1);
    }

    @Test
    void aScriptMustSayYesForAGroupAndIsNotAskedAboutNames() {
        terminals = "";
        assertThat(kith("rm", "--group", "Verona")).isEqualTo(2);
        assertThat(err()).contains("Say --yes.");
        assertThat(kith("rm", "--group", "Verona", "--yes", "--json")).isZero();
        assertThat(out()).contains("removed");
        assertThat(kith("rm", "hamlet@example.net")).isZero();
        assertThat(kith("rm", "--group", "Nobody", "--yes")).isEqualTo(3);
        assertThat(kith("rm")).isEqualTo(2);
        assertThat(kith("rm", "x", "--group", "Verona", "--yes")).isEqualTo(2);
    }

    @Test
    void severalAreChangedAtOnce() {
        terminals = "";
        assertThat(kith(
                        "edit",
                        "--group",
                        "Verona",
                        "--yes",
                        "--add-group",
                        "Dead",
                        "--remove-group",
                        "Verona",
                        "--json"))
                .as(err())
                .isZero();
        assertThat(JsonParser.parseString(out()).getAsJsonArray()).hasSize(2);
        assertThat(kith("edit", "hamlet@example.net", "Juliet", "--add-group", "Dead", "--json"))
                .as(err())
                .isZero();
        assertThat(JsonParser.parseString(out()).getAsJsonArray()).hasSize(2);
        kith("list", "--group", "Dead", "--json");
        assertThat(JsonParser.parseString(out()).getAsJsonArray()).hasSize(3);
        kith("group", "list", "--json");
        assertThat(JsonParser.parseString(out()).getAsJsonArray())
                .as("Dead is made once")
                .hasSize(2);
        assertThat(kith("edit", "Juliet", "Romeo", "--add-jid", "x@example.org"))
                .isEqualTo(2);
        assertThat(kith("edit", "Juliet", "Romeo", "--remove-group", "Nobody")).isEqualTo(3);
        terminals = "012";
        assertThat(kith("edit", "Juliet", "Romeo")).isEqualTo(2);
    }
}
