package im.kith.transport.xmpp;

import com.ongres.scram.common.StringPreparation;
import im.kith.transport.xmpp.SaslFailure.Condition;

/** Brings a login name into the form for comparison (SASLprep, RFC 4013). */
final class UserName {

    private UserName() {}

    static String prepared(String given) throws SaslFailure {
        try {
            return new String(StringPreparation.SASL_PREPARATION.normalize(given.toCharArray()));
        } catch (IllegalArgumentException e) {
            throw new SaslFailure(Condition.NOT_AUTHORIZED);
        }
    }
}
