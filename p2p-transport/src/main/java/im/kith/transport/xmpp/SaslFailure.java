package im.kith.transport.xmpp;

import im.kith.core.xml.XmlElement;
import java.util.Locale;

/** A login that failed, as SASL in XMPP says it (RFC 6120 §6.5). */
final class SaslFailure extends Exception {

    private static final long serialVersionUID = 1L;

    /** Why. */
    enum Condition {
        ABORTED,
        INCORRECT_ENCODING,
        INVALID_AUTHZID,
        INVALID_MECHANISM,
        MALFORMED_REQUEST,
        NOT_AUTHORIZED,
        TEMPORARY_AUTH_FAILURE
    }

    private final Condition condition;

    SaslFailure(Condition condition) {
        super(condition.name(), null, false, false);
        this.condition = condition;
    }

    Condition condition() {
        return condition;
    }

    XmlElement toXml() {
        return XmlElement.builder(Names.SASL, "failure")
                .child(XmlElement.of(
                        Names.SASL, condition.name().toLowerCase(Locale.ROOT).replace('_', '-')))
                .build();
    }
}
