package im.kith.core.contacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jxmpp.JxmppContext;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.stringprep.XmppStringprepException;
import org.jxmpp.stringprep.rocksxmppprecis.RocksXmppPrecisStringprep;

class IdentityTest {

    static IntStream seeds() {
        return IntStream.range(0, 20);
    }

    @ParameterizedTest
    @CsvSource({
        "JULIET@Example.ORG, juliet@example.org",
        "J\u00dcRGEN@m\u00fcller.example, j\u00fcrgen@m\u00fcller.example",
        "example.org, EXAMPLE.org",
        "\uff41@example.org, a@example.org"
    })
    void spellingsOfOneJidAreTheSame(String one, String other) throws InvalidInputException {
        assertThat(Identity.jid(one).key()).isEqualTo(Identity.jid(other).key());
        assertThat(Identity.jid(one).value()).isEqualTo(one);
    }

    @Test
    void aResourceIsRefusedWithTheBareJid() {
        assertThatThrownBy(() -> Identity.jid("juliet@example.org/balcony"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("without a resource")
                .hasMessageContaining("juliet@example.org instead of");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "  ", "@example.org", "juliet@", "a@b@c", "a b@example.org", "juliet@exa mple.org", "\u0001"
            })
    void whatIsNoJidIsRefused(String text) {
        assertThatThrownBy(() -> Identity.jid(text)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void otherTypesAreComparedAsTheyAre() throws InvalidInputException {
        assertThat(Identity.of("tel", " A ").key()).isEqualTo("A");
        assertThat(Identity.of("tel", "a").key()).isNotEqualTo("A");
        assertThatThrownBy(() -> Identity.of("", "x"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("identity type");
        assertThatThrownBy(() -> Identity.of("tel", "1".repeat(4000)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("4000 bytes");
    }

    @Test
    void storedJidsAreNeverRefused() {
        assertThat(new Identity("jid", "Juliet@example.org/balcony").key()).isEqualTo("juliet@example.org");
        assertThat(new Identity("jid", "@@").key()).isEqualTo("@@");
    }

    /** The quick way must never disagree with the library. */
    @ParameterizedTest
    @MethodSource("seeds")
    void quickNormalFormIsTheLibrarys(int seed) {
        JxmppContext precis = JxmppContext.builder()
                .withXmppStringprep(RocksXmppPrecisStringprep.INSTANCE)
                .build();
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = 1 + random.nextInt(8); n > 0; n--) {
                text.append("aBz09.-_+@xXnN".charAt(random.nextInt(14)));
            }
            String jid = text + (random.nextBoolean() ? "@a.Example" : "");
            String expected;
            try {
                expected = JidCreate.from(jid, precis).asBareJid().toString();
            } catch (XmppStringprepException | IllegalArgumentException e) {
                expected = jid;
            }
            assertThat(new Identity("jid", jid).key())
                    .as(jid.toUpperCase(Locale.ROOT))
                    .isEqualTo(expected);
        }
    }
}
