package im.kith.transport.linklocal;

import im.kith.core.xml.XmlCharacters;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a TXT record of {@code _presence._tcp} says of somebody (XEP-0174 §3.1 and its registry); any of it may be missing or a lie.
 *
 * @param nick a name for people: the nickname, else first and last name
 * @param show {@code away} or {@code dnd}; empty for available
 * @param message what the person says of it
 * @param jids addresses that are claimed
 */
record PresenceText(
        Optional<String> nick,
        Optional<String> show,
        Optional<String> message,
        List<String> jids,
        Optional<Caps> caps) {

    private static final int MAX_VALUE = 255;
    private static final int MAX_JIDS = 4;

    PresenceText {
        jids = List.copyOf(jids);
    }

    /**
     * The entity's capabilities (XEP-0115), as far as the record has them.
     *
     * @param node of the software
     */
    record Caps(String node, String hash, String version) {}

    /** Takes what is usable; nothing here makes anybody unreachable. */
    static PresenceText read(Map<String, String> txt) {
        Optional<String> full = Optional.of(
                        (value(txt, "1st").orElse("") + " " + value(txt, "last").orElse("")).trim())
                .filter(name -> !name.isEmpty());
        List<String> jids = value(txt, "jid").stream()
                .flatMap(all -> Arrays.stream(all.split(" ", -1)))
                .filter(jid -> !jid.isEmpty())
                .limit(MAX_JIDS)
                .toList();
        Optional<Caps> caps = value(txt, "node")
                .flatMap(node -> value(txt, "ver")
                        .map(version -> new Caps(node, value(txt, "hash").orElse("sha-1"), version)));
        return new PresenceText(value(txt, "nick").or(() -> full), show(txt), value(txt, "msg"), jids, caps);
    }

    private static Optional<String> show(Map<String, String> txt) {
        return value(txt, "status").filter(status -> status.equals("away") || status.equals("dnd"));
    }

    private static Optional<String> value(Map<String, String> txt, String key) {
        return Optional.ofNullable(txt.get(key))
                .filter(value -> !value.isBlank() && value.length() <= MAX_VALUE)
                .filter(value ->
                        XmlCharacters.legal(value) && value.codePoints().noneMatch(PresenceText::misleads));
    }

    /** Control characters, and those that change the direction of text. */
    static boolean misleads(int point) {
        int type = Character.getType(point);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.PRIVATE_USE
                || type == Character.UNASSIGNED;
    }

    /** As key and value pairs, in the order in which they are sent. */
    Map<String, String> write(int port) {
        Map<String, String> txt = new LinkedHashMap<>();
        txt.put("txtvers", "1");
        nick.ifPresent(value -> txt.put("nick", value));
        if (!jids.isEmpty()) {
            txt.put("jid", jids.stream().collect(Collectors.joining(" ")));
        }
        txt.put("status", show.orElse("avail"));
        message.ifPresent(value -> txt.put("msg", value));
        caps.ifPresent(value -> {
            txt.put("node", value.node());
            txt.put("hash", value.hash());
            txt.put("ver", value.version());
        });
        txt.put("port.p2pj", Integer.toString(port));
        return Collections.unmodifiableMap(txt);
    }
}
