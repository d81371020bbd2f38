package im.kith.transport.xmpp;

import im.kith.core.device.Credentials;
import im.kith.core.device.Token;
import im.kith.core.octets.Bytes;
import im.kith.transport.xmpp.SaslFailure.Condition;

/** The mechanism PLAIN (RFC 4616): the token as it is. Slow, since it is stretched first. */
final class Plain implements Mechanism {

    private final Account account;

    Plain(Account account) {
        this.account = account;
    }

    @Override
    public Step take(Bytes message, Credentials credentials) throws SaslFailure {
        String[] parts = message.toUtf8().split("\0", -1);
        if (parts.length != 3 || parts[1].isEmpty() || parts[2].isEmpty()) {
            throw new SaslFailure(Condition.MALFORMED_REQUEST);
        }
        boolean user = account.isUser(UserName.prepared(parts[1]));
        Token token = credentials
                .byPassword(parts[2])
                .filter(found -> user)
                .orElseThrow(() -> new SaslFailure(Condition.NOT_AUTHORIZED));
        if (!parts[0].isEmpty() && !account.isSelf(parts[0])) {
            throw new SaslFailure(Condition.INVALID_AUTHZID);
        }
        return new Step.Success(token, Bytes.EMPTY);
    }
}
