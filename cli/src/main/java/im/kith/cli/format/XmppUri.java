package im.kith.cli.format;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** {@code xmpp:} URIs of RFC 5122, as far as an address goes, and the percent-encoding they use. */
final class XmppUri {

    private static final String SCHEME = "xmpp:";

    private XmppUri() {}

    static URI of(String jid) {
        int at = jid.lastIndexOf('@');
        String local = at < 0 ? "" : encode(jid.substring(0, at)) + "@";
        return URI.create("xmpp:" + local + encode(jid.substring(at + 1)));
    }

    /** The address in {@code uri}, without a query such as {@code ?message}; empty if it is of another scheme. */
    static Optional<String> address(String uri) {
        if (!uri.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        int query = uri.indexOf('?');
        return Optional.of(decode(uri.substring(SCHEME.length(), query < 0 ? uri.length() : query)));
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Undoes {@link #encode}; text with a stray percent sign is taken as it is. */
    static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}
