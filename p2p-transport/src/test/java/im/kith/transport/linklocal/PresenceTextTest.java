package im.kith.transport.linklocal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PresenceTextTest {

    @Test
    void theExampleOfTheSpecificationIsRead() {
        PresenceText text = PresenceText.read(Map.of(
                "1st", "Juliet",
                "last", "Capulet",
                "email", "juliet@capulet.lit",
                "hash", "sha-1",
                "jid", "juliet@capulet.lit",
                "msg", "Hanging out downtown",
                "nick", "JuliC",
                "node", "http://www.adiumx.com",
                "status", "avail",
                "ver", "QgayPKawpkPSDYmwT/WM94uAlu0="));
        assertThat(text)
                .isEqualTo(new PresenceText(
                        Optional.of("JuliC"),
                        Optional.empty(),
                        Optional.of("Hanging out downtown"),
                        List.of("juliet@capulet.lit"),
                        Optional.of(new PresenceText.Caps(
                                "http://www.adiumx.com", "sha-1", "QgayPKawpkPSDYmwT/WM94uAlu0="))));
    }

    @Test
    void nothingAtAllIsFine() {
        assertThat(PresenceText.read(Map.of()))
                .isEqualTo(new PresenceText(
                        Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Optional.empty()));
    }

    @Test
    void withoutANicknameTheNameServes() {
        assertThat(PresenceText.read(Map.of("1st", "Juliet", "last", "Capulet", "nick", " "))
                        .nick())
                .contains("Juliet Capulet");
    }

    @Test
    void hostileValuesAreLeftOut() {
        Map<String, String> txt = new HashMap<>();
        txt.put("nick", "\u202eteiluJ");
        txt.put("msg", "a\u0007b");
        txt.put("status", "<show/>");
        txt.put("jid", "a b c d e f g h");
        txt.put("ver", "x".repeat(256));
        txt.put("node", "urn:x");
        PresenceText text = PresenceText.read(txt);
        assertThat(text.nick()).isEmpty();
        assertThat(text.message()).isEmpty();
        assertThat(text.show()).isEmpty();
        assertThat(text.jids()).hasSize(4);
        assertThat(text.caps()).isEmpty();
    }

    @Test
    void whatIsWrittenIsReadAndBeginsWithTheVersion() {
        PresenceText text = new PresenceText(
                Optional.of("juliet"),
                Optional.of("away"),
                Optional.of("on the balcony"),
                List.of("juliet@capulet.example"),
                Optional.of(new PresenceText.Caps("urn:kith:daemon", "sha-1", "abc=")));
        Map<String, String> written = text.write(5562);
        assertThat(written.keySet().iterator().next()).isEqualTo("txtvers");
        assertThat(written).containsEntry("port.p2pj", "5562").containsEntry("txtvers", "1");
        assertThat(PresenceText.read(written)).isEqualTo(text);
    }
}
