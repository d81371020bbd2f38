package im.kith.transport.linklocal;

import im.kith.core.ed25519.Xid;
import im.kith.core.xml.XmlElement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** Stanzas to XIDs that several may claim: they wait until one of those has shown that he is it (XEP-0516 §6). */
final class Seekers {

    /** How many are asked of those who claim one XID. */
    static final int MOST_CLAIMING = 4;

    private static final int MOST = 64;

    private static final class Sought {
        private final List<XmlElement> stanzas = new ArrayList<>();
        private final Set<Conversation> claiming = new LinkedHashSet<>();
    }

    private final Map<Xid, Sought> sought = new LinkedHashMap<>();
    private final BiConsumer<XmlElement, String> refuse;

    /**
     * @param refuse takes a stanza that cannot be sent, and why
     */
    Seekers(BiConsumer<XmlElement, String> refuse) {
        this.refuse = refuse;
    }

    /**
     * Keeps {@code stanza} until one of those who claim to be {@code xid} is.
     *
     * @param claiming conversations in which that is going to turn out
     */
    void seek(Xid xid, XmlElement stanza, List<Conversation> claiming) {
        if (claiming.isEmpty()) {
            refuse.accept(stanza, "nobody who holds the key of this address is in reach");
            return;
        }
        if (sought.values().stream().mapToInt(each -> each.stanzas.size()).sum() >= MOST) {
            refuse.accept(stanza, "too much at once");
            return;
        }
        Sought waiting = sought.computeIfAbsent(xid, absent -> new Sought());
        waiting.stanzas.add(stanza);
        waiting.claiming.addAll(claiming);
    }

    /** Whether the other end of {@code conversation} is who it claims to be is known now. */
    void settled(Conversation conversation) {
        Optional<Xid> verified = conversation.verification().xid();
        for (Map.Entry<Xid, Sought> each : List.copyOf(sought.entrySet())) {
            Sought waiting = each.getValue();
            boolean found = verified.equals(Optional.of(each.getKey())) && conversation.isReady();
            waiting.claiming.remove(conversation);
            if (found || waiting.claiming.isEmpty()) {
                sought.remove(each.getKey());
                for (XmlElement stanza : waiting.stanzas) {
                    if (!found) {
                        refuse.accept(stanza, "nobody who holds the key of this address is in reach");
                    } else if (!conversation.send(stanza)) {
                        refuse.accept(stanza, "too much at once");
                    }
                }
            }
        }
    }
}
