package im.kith.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.cli.render.Colour;
import im.kith.cli.render.Terminal;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class HelpTest extends AtTheCommandLine {

    @Test
    void withoutACommandHelpIsPointedTo() {
        assertThat(kith()).isEqualTo(2);
        assertThat(err()).contains("kith help");
    }

    @Test
    void helpNamesWhatIsOfferedAndNothingElse() {
        assertThat(kith("help")).isZero();
        assertThat(out())
                .contains(
                        "import",
                        "device",
                        "demo",
                        "doctor",
                        "undo",
                        "dupes",
                        "privacy",
                        "backup",
                        "passphrase",
                        "token")
                .doesNotContain("revoke");
        String help = out();
        assertThat(kith("--help")).isZero();
        assertThat(out()).isEqualTo(help);
        kith("help", "device", "invite");
        assertThat(out()).contains("--ttl").contains("kith device invite");
        kith("help", "daemon");
        assertThat(out()).contains("--interface", "--xmpp", "--link-local");
        kith("import", "--help");
        assertThat(out()).contains("vcard, xep0227, csv, json").contains("kith import contacts.vcf");
    }

    @Test
    void everyCommandShowsHowItIsUsedAndWhatItsParametersAre() {
        Terminal terminal = new Terminal(InputStream.nullInputStream(), out, err, "", environment);
        CommandLine kith = Kith.commandLine(new Root(terminal, given -> engine), Colour.OFF);
        Commands.addAll(kith);
        assertThat(kith.getSubcommands()).hasSizeGreaterThan(30);
        kith.getSubcommands().forEach((name, each) -> assertShown("kith " + name, each));
    }

    private static void assertShown(String name, CommandLine command) {
        assertThat(command.getUsageMessage().lines())
                .as("an example of %s", name)
                .anyMatch(line -> line.matches("( .*\\|)? +" + name + "( .*)?"));
        assertThat(command.getCommandSpec().positionalParameters())
                .as("parameters of %s", name)
                .allMatch(parameter -> parameter.description().length > 0);
        command.getSubcommands().forEach((sub, each) -> assertShown(name + " " + sub, each));
    }

    @Test
    void helpIsShownOnANarrowTerminalToo() {
        terminals = "012";
        environment.put("COLUMNS", "20");
        assertThat(kith("help")).isZero();
        assertThat(kith("list", "--help")).isZero();
        assertThat(kith("lst")).isEqualTo(2);
    }

    @Test
    void everyCommandIsCompleted() {
        kith("completion", "bash");
        assertThat(out()).contains("complete -F").contains("invite");
        kith("completion", "fish");
        assertThat(out()).contains("-f -a invite").contains("-l passphrase-file -r");
        assertThat(kith("completion", "powershell")).isEqualTo(2);
    }

    @Test
    void versionNamesItself() {
        kith("version");
        String version = out();
        assertThat(version).matches("kith [0-9.]+ \\(Java .*\\)\n");
        kith("--version");
        assertThat(out()).isEqualTo(version);
    }
}
