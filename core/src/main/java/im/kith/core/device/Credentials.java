package im.kith.core.device;

import im.kith.core.octets.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * What logins are checked against: a picture of the tokens that any thread may use, since stretching a guessed password is not to keep
 * the device's own thread busy.
 *
 * <p>All tokens have one salt and one count: the login name is the account for all of them, and the server's first SCRAM message must name
 * the salt before it can be known which token it is. A proof is tried against each.
 *
 * @param salt for PBKDF2
 * @param iterations for PBKDF2
 */
public record Credentials(Bytes salt, int iterations, List<Token> tokens) {

    /** Most characters of a password that is looked at. */
    private static final int LONGEST = 256;

    public Credentials {
        tokens = List.copyOf(tokens);
    }

    /** The token that {@code password} is (SASL PLAIN). */
    public Optional<Token> byPassword(String password) {
        if (tokens.isEmpty() || !Scram.isPlausible(password, LONGEST)) {
            return Optional.empty();
        }
        Bytes stored = Scram.keys(password, salt, iterations).storedKey();
        return tokens.stream()
                .filter(token -> token.storedKey().equalsConstantTime(stored))
                .findFirst();
    }

    /** The token whose ClientProof over {@code authMessage} is {@code proof} (SCRAM-SHA-256). */
    public Optional<Token> byProof(Bytes authMessage, Bytes proof) {
        return tokens.stream()
                .filter(token -> Scram.proves(proof, authMessage, token.storedKey()))
                .findFirst();
    }
}
