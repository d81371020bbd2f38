package im.kith.core.device;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.octets.Bytes;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The exchange of RFC 7677 §3. */
class ScramTest {

    private static final Bytes SALT = base64("W22ZaJ0SNY7soEsUEjb6gQ==");
    private static final Bytes AUTH_MESSAGE = Bytes.utf8("n=user,r=rOprNGfwEbeRWgbNEkqO,"
            + "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,"
            + "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0");
    private static final Bytes PROOF = base64("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");

    private static Bytes base64(String text) {
        return Bytes.wrap(Base64.getDecoder().decode(text));
    }

    private static Credentials credentials(String... passwords) {
        List<Token> tokens = java.util.stream.Stream.of(passwords)
                .map(password -> {
                    Scram.Keys keys = Scram.keys(password, SALT, 4096);
                    return new Token(
                            password,
                            Instant.EPOCH,
                            Optional.empty(),
                            false,
                            Optional.empty(),
                            keys.storedKey(),
                            keys.serverKey());
                })
                .toList();
        return new Credentials(SALT, 4096, tokens);
    }

    @Test
    void theProofOfTheSpecificationIsAcceptedAndAnsweredAsThere() {
        Token token = credentials("quill", "pencil", "chalk")
                .byProof(AUTH_MESSAGE, PROOF)
                .orElseThrow();
        assertThat(token.name()).isEqualTo("pencil");
        assertThat(token.serverSignature(AUTH_MESSAGE))
                .isEqualTo(base64("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="));
    }

    @Test
    void proofsOfAnotherExchangeAnotherPasswordOrLengthProveNothing() {
        Credentials all = credentials("pencil");
        assertThat(all.byProof(Bytes.utf8("n=user,r=other"), PROOF)).isEmpty();
        assertThat(all.byProof(AUTH_MESSAGE, PROOF.first(31))).isEmpty();
        assertThat(all.byProof(AUTH_MESSAGE, Bytes.EMPTY)).isEmpty();
        assertThat(credentials("quill").byProof(AUTH_MESSAGE, PROOF)).isEmpty();
        assertThat(credentials().byProof(AUTH_MESSAGE, PROOF)).isEmpty();
    }

    @Test
    void aPasswordIsKnownAsItIsAndInNoOtherForm() {
        Credentials all = credentials("pencil", "quill");
        assertThat(all.byPassword("quill").map(Token::name)).contains("quill");
        for (String wrong : List.of("", "Pencil", "pencil ", "pencil\0", "pençil", "p".repeat(100_000))) {
            assertThat(all.byPassword(wrong)).isEmpty();
        }
    }
}
