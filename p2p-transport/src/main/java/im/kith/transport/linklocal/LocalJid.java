package im.kith.transport.linklocal;

import im.kith.core.octets.Bytes;
import im.kith.core.xml.XmlCharacters;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The JID by which the user's software knows somebody on the LAN, made of the name that he announces.
 *
 * <p>{@code user@machine} stays as it is when it is a JID whose domain cannot be anybody's: one label, and not the account's. Every
 * other name is the local part of a JID of the domain {@value #DOMAIN}, escaped (XEP-0106); what a local part cannot have
 * is replaced, and told apart by a hash. So nobody on the LAN can have the JID of anybody who is elsewhere, the user least of all.
 */
final class LocalJid {

    /** Of multicast DNS (RFC 6762 section 3). */
    static final String DOMAIN = "local";

    private static final Pattern SIMPLE = Pattern.compile("([a-z0-9._+-]{1,63})@([a-z0-9]([a-z0-9-]*[a-z0-9])?)");
    private static final Set<String> RESERVED = Set.of(DOMAIN, "localhost");
    private static final String ESCAPED = " \"&'/:<>@\\";
    private static final String PLAIN = "._+-!#$%()*,;=?[]^`{|}~";
    private static final int HASH_DIGITS = 16;

    private LocalJid() {}

    /**
     * The JID of the one who announces {@code instance}; empty if that is no name that anybody can have.
     *
     * @param account the user's own address
     */
    static Optional<String> of(String instance, String account) {
        if (instance.isBlank()
                || instance.getBytes(StandardCharsets.UTF_8).length > OwnName.MAX_LABEL
                || !XmlCharacters.legal(instance)) {
            return Optional.empty();
        }
        String name = Normalizer.normalize(instance, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        Matcher simple = SIMPLE.matcher(name);
        if (simple.matches()
                && !RESERVED.contains(simple.group(2))
                && !account.endsWith("@" + simple.group(2))
                && !account.equals(simple.group(2))) {
            return Optional.of(name);
        }
        return Optional.of(escaped(name) + "@" + DOMAIN);
    }

    private static String escaped(String name) {
        StringBuilder local = new StringBuilder();
        boolean exact = !name.startsWith(" ") && !name.endsWith(" ");
        for (int point : name.codePoints().toArray()) {
            if (ESCAPED.indexOf(point) >= 0) {
                local.append(String.format(Locale.ROOT, "\\%02x", point));
            } else if (PLAIN.indexOf(point) >= 0 || isLetter(point)) {
                local.appendCodePoint(point);
            } else {
                local.append('_');
                exact = false;
            }
        }
        return exact
                ? local.toString()
                : local.toString().replaceAll("^(\\\\20)+|(\\\\20)+$", "_") + "-"
                        + Bytes.sha256(Bytes.utf8(name)).toHex().substring(0, HASH_DIGITS);
    }

    /** A letter or digit with no other form than this, so that no two names look the same to software. */
    private static boolean isLetter(int point) {
        String text = Character.toString(point);
        return Character.isLetterOrDigit(point)
                && Normalizer.normalize(text, Normalizer.Form.NFKC).equals(text)
                && text.toLowerCase(Locale.ROOT).equals(text);
    }
}
