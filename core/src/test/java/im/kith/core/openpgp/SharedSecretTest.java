package im.kith.core.openpgp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedSecretTest {

    @Test
    void aNewSecretHas256RandomBitsAsUrlSafeText() {
        SharedSecret secret = SharedSecret.generate(
                Samples.NODE, "urn:xmpp:contacts:0", Samples.NOW, List.of(), Samples.secureRandom());
        assertThat(secret.secret()).matches("[A-Za-z0-9_-]{43}");
        assertThat(secret.id()).isEqualTo(SharedSecret.idOf(Samples.NODE, secret.secret()));
        assertThat(secret.timestamp()).isEqualTo(Samples.NOW);
        assertThat(secret.type()).contains("urn:xmpp:contacts:0");
        assertThat(secret.isRevoked()).isFalse();
    }

    @Test
    void theIdIsAHashOverNodeAndSecret() {
        assertThat(SharedSecret.idOf("a", "b"))
                .isEqualTo("59b271ae1bbcb1d31d41929817f4b16fb439eb4f31520b5ad1d5ce98920a7138")
                .isNotEqualTo(SharedSecret.idOf("ab", ""));
    }

    @Test
    void aNewSecretIsNewerThanEveryKnownOneWhateverTheClockSays() {
        Instant future = Samples.NOW.plusSeconds(1_000_000);
        SharedSecret known = new SharedSecret(Samples.NODE, "x", future.plusMillis(250), "secret", null, false);
        SharedSecret secret =
                SharedSecret.generate(Samples.NODE, null, Samples.NOW, List.of(known), Samples.secureRandom());
        assertThat(secret.timestamp()).isEqualTo(future.plusSeconds(1)).isAfter(known.timestamp());
    }

    @Test
    void theSecretIsNeverPrinted() {
        assertThat(Samples.secret("hidden-words").toString()).doesNotContain("hidden");
        assertThat(new SecretNotice.Share("a@b", Samples.secret("hidden-words")).toString())
                .doesNotContain("hidden");
    }

    @Test
    void emptyAndOversizedPartsAreRefused() {
        assertThatThrownBy(() -> Samples.secret(" \n")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Samples.secret("x".repeat(SharedSecret.MAX_SECRET + 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("secret of 1025 characters");
        assertThatThrownBy(() -> new SharedSecret("", "i", Samples.NOW, "s", null, false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void revokingKeepsEverythingElse() {
        SharedSecret secret = Samples.secret("x");
        assertThat(secret.revoke().isRevoked()).isTrue();
        assertThat(secret.revoke().secret()).isEqualTo("x");
        assertThat(secret.revoke())
                .isNotEqualTo(secret)
                .isEqualTo(secret.revoke().revoke());
    }
}
