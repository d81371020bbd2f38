package im.kith.transport.xmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ongres.scram.common.ScramFunctions;
import com.ongres.scram.common.ScramMechanism;
import com.ongres.scram.common.StringPreparation;
import im.kith.core.device.Credentials;
import im.kith.core.device.Token;
import im.kith.core.octets.Bytes;
import im.kith.transport.xmpp.Mechanism.Step;
import im.kith.transport.xmpp.SaslFailure.Condition;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** SCRAM-SHA-256 with the example of RFC 7677 §3, and with what is wrong about it. */
class ScramServerTest {

    private static final String SERVER_NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private static final String FIRST = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO";
    private static final String ANSWER =
            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    private static final String FINAL = "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
            + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    private static final Bytes SALT = Bytes.wrap(Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ=="));

    private final ScramServer server = new ScramServer(new Account("user@example.org"), SERVER_NONCE);
    private final Credentials credentials =
            new Credentials(SALT, 4096, List.of(token("other", "another"), token("example", "pencil")));

    /** By the library, not by what is tested. */
    private static Token token(String name, String password) {
        ScramMechanism mechanism = ScramMechanism.SCRAM_SHA_256;
        byte[] salted = ScramFunctions.saltedPassword(
                mechanism, StringPreparation.SASL_PREPARATION, password.toCharArray(), SALT.toArray(), 4096);
        return new Token(
                name,
                Instant.EPOCH,
                Optional.empty(),
                false,
                Optional.empty(),
                Bytes.wrap(ScramFunctions.storedKey(mechanism, ScramFunctions.clientKey(mechanism, salted))),
                Bytes.wrap(ScramFunctions.serverKey(mechanism, salted)));
    }

    private Step take(String message) throws SaslFailure {
        return server.take(Bytes.utf8(message), credentials);
    }

    private void refused(Condition condition, String message) {
        assertThatThrownBy(() -> take(message))
                .as(message)
                .isInstanceOfSatisfying(
                        SaslFailure.class,
                        failure -> assertThat(failure.condition()).isEqualTo(condition));
    }

    @Test
    void theExampleOfTheSpecificationIsAnsweredAsThere() throws Exception {
        assertThat(take(FIRST)).isEqualTo(new Step.Challenge(Bytes.utf8(ANSWER)));
        Step.Success success = (Step.Success) take(FINAL);
        assertThat(success.token().name()).isEqualTo("example");
        assertThat(success.data().toUtf8()).isEqualTo("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    }

    @Test
    void aProofThatIsOneBitOffIsRefused() throws Exception {
        take(FIRST);
        refused(Condition.NOT_AUTHORIZED, FINAL.replace("p=dHzb", "p=dHzc"));
    }

    @Test
    void anotherNonceOrHeaderThanBeforeIsRefused() throws Exception {
        take(FIRST);
        refused(Condition.NOT_AUTHORIZED, FINAL.replace("k0,p=", "k1,p="));
        refused(Condition.NOT_AUTHORIZED, FINAL.replace("c=biws", "c=eSws"));
    }

    @Test
    void anotherUserGetsTheSameChallengeAndIsRefusedInTheEnd() throws Exception {
        assertThat(take(FIRST.replace("n=user", "n=romeo"))).isEqualTo(new Step.Challenge(Bytes.utf8(ANSWER)));
        refused(Condition.NOT_AUTHORIZED, FINAL);
    }

    @Test
    void whatIsNoScramIsMalformed() throws Exception {
        for (String bad : List.of("", "x", "n,,r=abc", "n,,m=x,n=user,r=abc", "p=tls-unique,,n=user,r=abc")) {
            refused(Condition.MALFORMED_REQUEST, bad);
        }
        take(FIRST);
        for (String bad : List.of("", "p=x", "c=biws,p=x", "r=x,c=biws,p=abcd", "c=!,r=x,p=abcd", "c=biws,r=x,p=!")) {
            refused(Condition.MALFORMED_REQUEST, bad);
        }
    }
}
