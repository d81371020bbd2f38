package im.kith.cli.format;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** {@code xmpp:} URIs of RFC 5122, as far as an address goes, and the percent-encoding they use. */
final class XmppUri {

    private XmppUri() {}

    static URI of(String jid) {
        int at = jid.lastIndexOf('@');
        String local = at < 0 ? "" : encode(jid.substring(0, at)) + "@";
        return URI.create("xmpp:" + local + encode(jid.substring(at + 1)));
    }

    /** The address in {@code uri}, without a query such as {@code ?message}. */
    static @Nullable String address(@Nullable URI uri) {
        if (uri == null) {
            return null;
        }
        String part = uri.getRawSchemeSpecificPart();
        int query = part.indexOf('?');
        return decode(query < 0 ? part : part.substring(0, query));
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
