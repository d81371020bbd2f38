package im.kith.core.openpgp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.kith.core.octets.MalformedException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretNoticeTest {

    /** XEP-0473 §5.2. */
    private static final String SHARE = """
              <shared-secret
                xmlns='urn:xmpp:openpgp:pubsub:0'
                jid='pubsub.capulet.lit'
                node='123abc'
                id='1234-abcd-5678-efgh'
                timestamp='2022-10-10T13:24:31Z'
                type='http://www.w3.org/2005/Atom'
                >
                ZSRD5lK9mz-5VHNyu2N1XLiJZ8I87jkv85ceZkVrOGA
              </shared-secret>
            """;

    /** XEP-0473 §5.3. */
    private static final String REVOKE = """
              <revoke xmlns='urn:xmpp:openpgp:pubsub:0' jid='pubsub.capulet.lit' node='123abc' id='1234-abcd-5678-efgh'>
                <reason>Revoked access from an entity</reason>
              </revoke>
            """;

    @Test
    void theSpecificationsSharedSecretIsReadWithItsSecretVerbatim() throws MalformedException {
        SecretNotice.Share share = (SecretNotice.Share) SecretNotice.read(SHARE).orElseThrow();
        assertThat(share.jid()).isEqualTo("pubsub.capulet.lit");
        assertThat(share.secret().node()).isEqualTo("123abc");
        assertThat(share.secret().id()).isEqualTo("1234-abcd-5678-efgh");
        assertThat(share.secret().timestamp()).isEqualTo(Instant.parse("2022-10-10T13:24:31Z"));
        assertThat(share.secret().type()).contains("http://www.w3.org/2005/Atom");
        assertThat(share.secret().isRevoked()).isFalse();
        assertThat(share.secret().secret())
                .startsWith("\n")
                .endsWith("\n  ")
                .contains("ZSRD5lK9mz-5VHNyu2N1XLiJZ8I87jkv85ceZkVrOGA");
    }

    @Test
    void theSpecificationsRevokeIsRead() throws MalformedException {
        assertThat(SecretNotice.read(REVOKE))
                .contains(new SecretNotice.Revoke(
                        "pubsub.capulet.lit",
                        "123abc",
                        "1234-abcd-5678-efgh",
                        List.of("Revoked access from an entity")));
    }

    @Test
    void whatIsWrittenIsReadBackTheSame() throws MalformedException {
        SharedSecret secret = new SharedSecret("kn\u00f6t<&>'\"", "i", Samples.NOW, "se<&>cret", "t", true);
        SecretNotice share = new SecretNotice.Share("a@b", secret);
        assertThat(SecretNotice.read(share.toXml())).contains(share);
        SecretNotice revoke = new SecretNotice.Revoke("a@b", "n", "i", List.of("because \u2260", "too"));
        assertThat(SecretNotice.read(revoke.toXml())).contains(revoke);
        assertThat(share.toXml() + revoke.toXml()).matches("\\p{ASCII}*");
    }

    @Test
    void whatIsWrittenKeepsItsForm() throws MalformedException {
        assertThat(new SecretNotice.Share("a@b", new SharedSecret("n", "i", Samples.NOW, "s", "t", true)).toXml())
                .isEqualTo("<shared-secret xmlns=\"urn:xmpp:openpgp:pubsub:0\" jid=\"a@b\" node=\"n\" id=\"i\" "
                        + "timestamp=\"2026-11-22T20:00:00Z\" type=\"t\" revoked=\"true\">s</shared-secret>");
    }

    @Test
    void otherElementsAreNoNotices() throws MalformedException {
        assertThat(SecretNotice.read("<revoke xmlns='urn:other'/>")).isEmpty();
        assertThat(SecretNotice.read("<body xmlns='jabber:client'>x</body>")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<shared-secret xmlns='urn:xmpp:openpgp:pubsub:0'>x</shared-secret>",
                "<shared-secret xmlns='urn:xmpp:openpgp:pubsub:0' jid='a' node='b' id='c' timestamp='yesterday'>x</shared-secret>",
                "<shared-secret xmlns='urn:xmpp:openpgp:pubsub:0' jid='a' node='b' id='c' timestamp='2022-10-10T13:24:31Z'/>",
                "<revoke xmlns='urn:xmpp:openpgp:pubsub:0' jid='a' node='b'/>",
                "<!DOCTYPE a [<!ENTITY e 'x'>]><revoke xmlns='urn:xmpp:openpgp:pubsub:0' jid='a' node='b' id='c'>&e;</revoke>",
                "<?pi x?><revoke xmlns='urn:xmpp:openpgp:pubsub:0' jid='a' node='b' id='c'/>",
                "<revoke xmlns='urn:xmpp:openpgp:pubsub:0' jid='a' node='b' id='c'>&e;</revoke>",
                "<revoke xmlns='urn:xmpp:openpgp:pubsub:0' jid='a' node='b' id='c'/><revoke/>",
                "<revoke xmlns='urn:xmpp:openpgp:pubsub:0' jid='a' node='b' id='c'>",
            })
    void brokenNoticesAreRefused(String xml) {
        assertThatThrownBy(() -> SecretNotice.read(xml)).isInstanceOf(MalformedException.class);
    }

    @Test
    void tooDeepAndTooManyAttributesAreRefused() {
        String start = "<revoke xmlns='urn:xmpp:openpgp:pubsub:0' jid='a' node='b' id='c'";
        String deep = start + ">" + "<x>".repeat(20_000) + "</x>".repeat(20_000) + "</revoke>";
        assertThatThrownBy(() -> SecretNotice.read(deep)).isInstanceOf(MalformedException.class);
        StringBuilder wide = new StringBuilder(start);
        for (int i = 0; i < 100; i++) {
            wide.append(" a").append(i).append("=''");
        }
        assertThatThrownBy(() -> SecretNotice.read(wide + "/>")).isInstanceOf(MalformedException.class);
    }
}
