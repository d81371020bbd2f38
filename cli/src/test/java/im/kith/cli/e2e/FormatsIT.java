package im.kith.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import ezvcard.VCardVersion;
import im.kith.cli.format.CardWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What kith exports, read by the programs it is meant for. */
class FormatsIT {

    @TempDir
    private Path directory;

    private static String card(VCardVersion version) throws IOException {
        JsonObject contact = JsonParser.parseString(
                        "{\"id\":\"abcdefghijklmnopqrstuvwxyz\",\"name\":\"J\u00FCliet Capulet\",\"identities\":["
                                + "{\"type\":\"jid\",\"value\":\"juliet@im.example\"},"
                                + "{\"type\":\"email\",\"value\":\"juliet@capulet.example\"},"
                                + "{\"type\":\"tel\",\"value\":\"+39 340 555\"}],"
                                + "\"groups\":[{\"name\":\"Friends\"},{\"name\":\"Verona, Italy\"}],"
                                + "\"unknown\":[\"<x xmlns='y'/>\",\"<property xmlns='urn:kith:vcard:0' name='NOTE'>"
                                + "<value>one\\\\, two</value></property>\"]}")
                .getAsJsonObject();
        StringBuilder card = new StringBuilder();
        new CardWriter(card::append, version).write(contact);
        return card.toString();
    }

    @Test
    void khardReadsBothVersions() throws IOException {
        for (VCardVersion version : List.of(VCardVersion.V4_0, VCardVersion.V3_0)) {
            Path book = Files.createDirectories(directory.resolve(version.name()));
            Files.writeString(book.resolve("juliet.vcf"), card(version));
            Path config = directory.resolve("khard.conf");
            Files.writeString(config, "[addressbooks]\n[[friends]]\npath = " + book + "\n");
            String shown = Commands.run(
                            List.of("khard", "-c", config.toString(), "show", "--format", "yaml", "Capulet"),
                            Map.of("LC_ALL", "C.UTF-8", "HOME", directory.toString()))
                    .ok()
                    .out();
            assertThat(shown)
                    .as(version.getVersion())
                    .contains(
                            "J\u00FCliet",
                            "juliet@capulet.example",
                            "+39 340 555",
                            "Friends",
                            "Verona, Italy",
                            "one, two");
        }
    }

    @Test
    void abookReadsVersion3() throws IOException {
        Path file = directory.resolve("juliet.vcf");
        Files.writeString(file, card(VCardVersion.V3_0));
        String read = Commands.run(
                        List.of(
                                "abook",
                                "--convert",
                                "--informat",
                                "vcard",
                                "--infile",
                                file.toString(),
                                "--outformat",
                                "csv"),
                        Map.of("LC_ALL", "C.UTF-8", "HOME", directory.toString()))
                .ok()
                .out();
        assertThat(read).contains("J\u00FCliet Capulet", "juliet@capulet.example");
    }
}
