package im.kith.transport.xmpp;

import im.kith.core.xml.XmlElement;
import java.util.Locale;
import java.util.Optional;

/** Why a stanza was not delivered or a request not fulfilled (RFC 6120 §8.3.3), with the type that goes with it. */
enum StanzaError {
    BAD_REQUEST("modify"),
    FEATURE_NOT_IMPLEMENTED("cancel"),
    INTERNAL_SERVER_ERROR("wait"),
    ITEM_NOT_FOUND("cancel"),
    JID_MALFORMED("modify"),
    NOT_ALLOWED("cancel"),
    POLICY_VIOLATION("modify"),
    SERVICE_UNAVAILABLE("cancel");

    private final String type;

    StanzaError(String type) {
        this.type = type;
    }

    /** Whether {@code stanza} may be answered with an error: no error is, nor an answer, nor a presence. */
    static boolean mayAnswer(XmlElement stanza) {
        String type = stanza.attribute("type").orElse("");
        return switch (stanza.local()) {
            case "iq" -> !type.equals("result") && !type.equals("error");
            case "message" -> !type.equals("error");
            default -> false;
        };
    }

    /**
     * The answer to {@code stanza}, which has a {@code from}.
     *
     * @param account who answers where the stanza names nobody
     */
    XmlElement answer(XmlElement stanza, String account, String text) {
        XmlElement.Builder error = XmlElement.builder(Names.CLIENT, "error")
                .attribute("type", type)
                .child(XmlElement.of(
                        Names.STANZA_ERRORS, name().toLowerCase(Locale.ROOT).replace('_', '-')));
        if (!text.isEmpty()) {
            error.child(
                    XmlElement.builder(Names.STANZA_ERRORS, "text").text(text).build());
        }
        return Stanzas.answer(stanza, "error", account, Optional.of(error.build()));
    }
}
