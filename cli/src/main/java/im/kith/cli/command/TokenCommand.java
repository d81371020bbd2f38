package im.kith.cli.command;

import com.google.gson.JsonElement;
import im.kith.cli.render.Json;
import im.kith.cli.render.Printable;
import im.kith.cli.render.Table;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "token",
        description = "Passwords for XMPP software on this machine, which then uses kith as its PEP service.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "  kith token add gajim          prints the password, once",
            "  kith up --xmpp 5222           serves XMPP software on 127.0.0.1 and ::1",
            "  kith token rm gajim           closes its connections, too"
        },
        subcommands = {TokenCommand.Add.class, TokenCommand.ListTokens.class, TokenCommand.Remove.class})
final class TokenCommand extends KithCommand {

    @Override
    int run() throws Failure {
        throw Failure.of(Kind.USAGE, "kith token what?", "kith token --help lists what there is.");
    }

    @Command(
            name = "add",
            description = "Makes a password for one program and prints it, this once.",
            footer = {
                "",
                "With --clear that program sees and publishes contacts in the clear; kith encrypts",
                "them. With --certificate it deciphers for itself (XEP-0473): it is sent the shared",
                "secrets of the contacts, encrypted to that OpenPGP certificate.",
                "",
                "  kith token add gajim",
                "  kith token add --clear addressbook",
                "  kith token add --certificate key.asc libervia"
            })
    static final class Add extends KithCommand {

        /** Octets of the largest file that can hold a certificate. */
        private static final int LIMIT = 128 << 10;

        @Parameters(paramLabel = "NAME", description = "what you call it")
        private String name;

        @Option(names = "--clear", description = "show contacts to it, and take them from it, unencrypted")
        private boolean clear;

        @Option(
                names = "--certificate",
                paramLabel = "FILE",
                description = "its OpenPGP certificate (public key); - is stdin")
        private @Nullable String certificate;

        @Override
        int run() throws Failure {
            Params params = new Params().with("name", name).with("certificate", octets());
            if (clear) {
                params.with("clear", true);
            }
            JsonElement token = ask("token add", params.json());
            print(token, () -> List.of(Json.text(token, "token")));
            String account = Json.text(token, "account");
            note("That is the password; it is not shown again. Log in as " + Printable.of(account)
                    + " at 127.0.0.1, port PORT, after: kith up --xmpp PORT");
            return 0;
        }

        private @Nullable String octets() throws Failure {
            if (certificate == null) {
                return null;
            }
            boolean stdin = certificate.equals("-");
            try (InputStream in = stdin ? terminal().in() : Files.newInputStream(Path.of(certificate))) {
                byte[] octets = in.readNBytes(LIMIT + 1);
                if (octets.length > LIMIT) {
                    throw Failure.of(Kind.BAD_INPUT, "a certificate of more than " + LIMIT + " octets");
                }
                return Base64.getEncoder().encodeToString(octets);
            } catch (IOException e) {
                throw Failure.of(Kind.BAD_INPUT, "cannot read " + certificate, "Does it exist?")
                        .causedBy(e);
            }
        }
    }

    @Command(
            name = "list",
            description = "Lists the passwords' names, and when each was used last.",
            footer = {"", "  kith token list"})
    static final class ListTokens extends KithCommand {

        @Override
        int run() throws Failure {
            JsonElement tokens = ask("token list", new Params().json());
            print(tokens, () -> {
                Table table = new Table("NAME", "ADDED", "LAST USED", "CONTACTS");
                for (JsonElement token : Json.elements(tokens)) {
                    table.row(
                            Json.text(token, "name"),
                            Json.text(token, "added"),
                            Json.text(token, "lastUsed"),
                            contacts(token));
                }
                return table.lines(terminal().width(), terminal().outColour());
            });
            return 0;
        }

        private static String contacts(JsonElement token) {
            String certificate = Json.text(token, "certificate");
            if (Json.flag(token, "clear")) {
                return certificate.isEmpty() ? "in the clear" : "in the clear, " + certificate;
            }
            return certificate.isEmpty() ? "encrypted" : "encrypted, for " + certificate;
        }
    }

    @Command(
            name = "rm",
            description = "Takes a password away and closes the connections that were opened with it.",
            footer = {
                "",
                "If it had a certificate the contacts nodes get new shared secrets: what is written",
                "from then on is not for that program. What it had it keeps.",
                "",
                "  kith token rm gajim"
            })
    static final class Remove extends KithCommand {

        @Parameters(paramLabel = "NAME", description = "see kith token list")
        private String name;

        @Override
        int run() throws Failure {
            JsonElement token = ask("token rm", new Params().with("name", name).json());
            print(token, () -> List.of("Removed " + Printable.of(Json.text(token, "name"))));
            return 0;
        }
    }
}
