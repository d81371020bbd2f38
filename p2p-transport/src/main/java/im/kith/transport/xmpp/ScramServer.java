package im.kith.transport.xmpp;

import com.ongres.scram.common.ClientFirstMessage;
import com.ongres.scram.common.ServerFirstMessage;
import com.ongres.scram.common.exception.ScramParseException;
import im.kith.core.device.Credentials;
import im.kith.core.device.Token;
import im.kith.core.octets.Bytes;
import im.kith.transport.xmpp.SaslFailure.Condition;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The server of one exchange of SCRAM-SHA-256 (RFC 5802 §5, RFC 7677), without channel binding.
 *
 * <p>A wrong name costs the same messages and time as a wrong token.
 */
final class ScramServer implements Mechanism {

    private final Account account;
    private final String nonce;
    private @Nullable First first;

    /** What was said before the proof, as far as the proof is about it. */
    private record First(
            boolean user, Optional<String> authorization, String header, String bare, String server, String nonce) {}

    /**
     * @param nonce random, printable, without a comma
     */
    ScramServer(Account account, String nonce) {
        this.account = account;
        this.nonce = nonce;
    }

    @Override
    public Step take(Bytes message, Credentials credentials) throws SaslFailure {
        First before = first;
        String text = message.toUtf8();
        if (before == null) {
            First now = begin(text, credentials);
            first = now;
            return new Step.Challenge(Bytes.utf8(now.server()));
        }
        return finish(text, before, credentials);
    }

    private First begin(String text, Credentials credentials) throws SaslFailure {
        ClientFirstMessage message;
        try {
            message = ClientFirstMessage.parseFrom(text);
        } catch (ScramParseException | IllegalArgumentException e) {
            throw new SaslFailure(Condition.MALFORMED_REQUEST);
        }
        if (message.isChannelBindingRequired()) {
            // only -PLUS binds
            throw new SaslFailure(Condition.MALFORMED_REQUEST);
        }
        int end = text.indexOf(',', text.indexOf(',') + 1) + 1;
        ServerFirstMessage answer = new ServerFirstMessage(
                message.getClientNonce(),
                nonce,
                Base64.getEncoder().encodeToString(credentials.salt().toArray()),
                credentials.iterations());
        return new First(
                account.isUser(UserName.prepared(message.getUsername())),
                Optional.ofNullable(message.getGs2Header().getAuthzid()),
                text.substring(0, end),
                text.substring(end),
                answer.toString(),
                answer.getNonce());
    }

    /** {@code c=…,r=…[,extensions],p=…} */
    private Step finish(String text, First before, Credentials credentials) throws SaslFailure {
        int end = text.lastIndexOf(",p=");
        String[] parts = text.substring(0, Math.max(0, end)).split(",", -1);
        if (end < 0 || parts.length < 2 || !parts[0].startsWith("c=") || !parts[1].startsWith("r=")) {
            throw new SaslFailure(Condition.MALFORMED_REQUEST);
        }
        boolean sameHeader = decoded(parts[0].substring(2)).equals(Bytes.utf8(before.header()));
        boolean sameNonce = parts[1].substring(2).equals(before.nonce());
        Bytes proof = decoded(text.substring(end + 3));
        Bytes about = Bytes.utf8(before.bare() + "," + before.server() + "," + text.substring(0, end));
        Optional<Token> token = credentials.byProof(about, proof);
        if (token.isEmpty() || !sameHeader || !sameNonce || !before.user()) {
            throw new SaslFailure(Condition.NOT_AUTHORIZED);
        }
        if (before.authorization().filter(jid -> !account.isSelf(jid)).isPresent()) {
            throw new SaslFailure(Condition.INVALID_AUTHZID);
        }
        String signature = Base64.getEncoder()
                .encodeToString(token.get().serverSignature(about).toArray());
        return new Step.Success(token.get(), Bytes.utf8("v=" + signature));
    }

    private static Bytes decoded(String base64) throws SaslFailure {
        try {
            return Bytes.wrap(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw new SaslFailure(Condition.MALFORMED_REQUEST);
        }
    }
}
