package im.kith.transport.linklocal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jxmpp.JxmppContext;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.stringprep.rocksxmppprecis.RocksXmppPrecisStringprep;

/** Names on the LAN as JIDs, and this device's own name. */
class LocalJidTest {

    private static final String ACCOUNT = "juliet@capulet.example";

    private static String jid(String instance) {
        return LocalJid.of(instance, ACCOUNT).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "romeo@forza | romeo@forza",
                "Romeo@Forza | romeo@forza",
                "romeo@forza-1 | romeo@forza-1",
                "romeo | romeo@local",
                "Romeo Montague | romeo\\20montague@local",
                "romeo@montague.lit | romeo\\40montague.lit@local",
                "romeo@forza.local | romeo\\40forza.local@local",
                "romeo@local | romeo\\40local@local",
                "romeo@localhost | romeo\\40localhost@local",
                "romeo@-forza | romeo\\40-forza@local",
                "ro/meo@forza | ro\\2fmeo\\40forza@local",
                "Jürgen@büro | jürgen\\40büro@local",
            })
    void namesBecomeJidsThatAreNobodysElsewhere(String instance, String jid) {
        assertThat(jid(instance)).isEqualTo(jid);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "juliet@capulet.example",
                "JULIET@CAPULET.EXAMPLE",
                "juliet@capulet.example/balcony",
                "capulet.example",
                "juliet\\40capulet.example@local",
                "0003a107bff3ce10be1d70dd18e74bc09967e4d631@id.internal",
                "ﬀ@forza",
                "romeo☕@forza",
                " romeo@forza",
                "romeo\u202e@forza",
                "\u00a0",
                "a&b<c>d'e\"f:g"
            })
    void noNameLooksLikeTheUsersOrAnybodysElsewhereAndAllAreJids(String instance) throws Exception {
        Optional<String> jid = LocalJid.of(instance, ACCOUNT);
        if (jid.isPresent()) {
            assertThat(jid.get()).endsWith("@local").doesNotContain("/").isNotEqualTo(ACCOUNT);
            assertThat(jid.get().chars().filter(c -> c == '@')).hasSize(1);
            JxmppContext precis = JxmppContext.builder()
                    .withXmppStringprep(RocksXmppPrecisStringprep.INSTANCE)
                    .build();
            assertThat(JidCreate.bareFrom(jid.get(), precis).toString()).isEqualTo(jid.get());
        }
    }

    @Test
    void aMachineWithTheNameOfTheAccountsDomainIsNotTakenForIt() {
        assertThat(LocalJid.of("nurse@pronto", "juliet@pronto")).contains("nurse\\40pronto@local");
        assertThat(LocalJid.of("juliet@pronto", "juliet@pronto")).contains("juliet\\40pronto@local");
    }

    @Test
    void differentNamesAreDifferentJids() {
        List<String> names = List.of(
                "romeo",
                "romeo@local",
                "romeo\\40local",
                "romeo☕",
                "romeo⚓",
                "romeo_",
                "romeo ",
                "romeo@forza",
                "ﬀ",
                "ff");
        assertThat(names.stream().map(LocalJidTest::jid).distinct()).hasSameSizeAs(names);
    }

    @Test
    void whatCannotBeANameIsNobody() {
        assertThat(LocalJid.of("", ACCOUNT)).isEmpty();
        assertThat(LocalJid.of("  ", ACCOUNT)).isEmpty();
        assertThat(LocalJid.of("a\u0000b", ACCOUNT)).isEmpty();
        assertThat(LocalJid.of("x".repeat(64), ACCOUNT)).isEmpty();
    }

    @Test
    void theOwnNameIsTheUserAtTheDevice() {
        assertThat(OwnName.of(ACCOUNT, "Laptop", 0)).isEqualTo("juliet@laptop");
        assertThat(OwnName.of(ACCOUNT, "Laptop", 2)).isEqualTo("juliet@laptop-2");
        assertThat(OwnName.of(ACCOUNT, "Küche (alt) ☕", 0)).isEqualTo("juliet@kuche-alt");
        assertThat(OwnName.of(ACCOUNT, "☕", 0)).isEqualTo("juliet@kith");
        assertThat(OwnName.of("0003a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8@id.internal", "x", 0))
                .isEqualTo("0003a107bff3@x");
    }

    @Test
    void theLongestOwnNameIsALabelAndAJid() {
        String name = OwnName.of("ü".repeat(500) + "@capulet.example", "d".repeat(500), 999_999);
        assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(OwnName.MAX_LABEL);
        assertThat(LocalJid.of(name, ACCOUNT)).isPresent();
    }
}
