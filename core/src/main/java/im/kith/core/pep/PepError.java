package im.kith.core.pep;

import im.kith.core.xml.XmlElement;
import java.util.Locale;
import java.util.Optional;

/**
 * Why a request is not fulfilled, as XMPP says it: a stanza error (RFC 6120 §8.3) with a condition of pubsub's own (XEP-0060 §15).
 */
public final class PepError extends Exception {

    private static final long serialVersionUID = 1L;

    /** What the asker can do about it (RFC 6120 §8.3.2). */
    enum Type {
        AUTH,
        CANCEL,
        MODIFY,
        WAIT
    }

    /** The conditions of RFC 6120 §8.3.3 that the service uses, with the type that XEP-0060 gives them. */
    enum Condition {
        BAD_REQUEST(Type.MODIFY),
        CONFLICT(Type.CANCEL),
        FEATURE_NOT_IMPLEMENTED(Type.CANCEL),
        FORBIDDEN(Type.AUTH),
        ITEM_NOT_FOUND(Type.CANCEL),
        JID_MALFORMED(Type.MODIFY),
        NOT_ACCEPTABLE(Type.MODIFY),
        NOT_ALLOWED(Type.CANCEL),
        NOT_AUTHORIZED(Type.AUTH),
        POLICY_VIOLATION(Type.WAIT),
        SERVICE_UNAVAILABLE(Type.CANCEL),
        UNEXPECTED_REQUEST(Type.CANCEL);

        private final Type type;

        Condition(Type type) {
            this.type = type;
        }
    }

    private final Condition condition;
    private final Type type;
    private final transient Optional<XmlElement> detail;

    private PepError(Condition condition, Type type, Optional<XmlElement> detail, String text) {
        super(text);
        this.condition = condition;
        this.type = type;
        this.detail = detail;
    }

    static PepError of(Condition condition, String text) {
        return new PepError(condition, condition.type, Optional.empty(), text);
    }

    /** With a condition of {@code pubsub#errors}, such as {@code nodeid-required}. */
    static PepError of(Condition condition, String pubsub, String text) {
        return new PepError(condition, condition.type, Optional.of(XmlElement.of(Names.ERRORS, pubsub)), text);
    }

    /** The service does not do what {@code feature} names (XEP-0060 §10 without the namespace). */
    static PepError unsupported(String feature) {
        XmlElement detail = XmlElement.builder(Names.ERRORS, "unsupported")
                .attribute("feature", feature)
                .build();
        return new PepError(
                Condition.FEATURE_NOT_IMPLEMENTED,
                Type.CANCEL,
                Optional.of(detail),
                "kith does not support " + feature);
    }

    PepError asType(Type other) {
        return new PepError(condition, other, detail, String.valueOf(getMessage()));
    }

    Condition condition() {
        return condition;
    }

    /** The local name of pubsub's own condition, if there is one. */
    Optional<String> pubsub() {
        return detail.map(XmlElement::local);
    }

    /** The {@code <error/>} child of the answer. */
    XmlElement toXml() {
        XmlElement.Builder error = XmlElement.builder(Names.CLIENT, "error")
                .attribute("type", word(type))
                .child(XmlElement.of(Names.STANZAS, word(condition)));
        detail.ifPresent(error::child);
        return error.child(XmlElement.builder(Names.STANZAS, "text")
                        .text(String.valueOf(getMessage()))
                        .build())
                .build();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
