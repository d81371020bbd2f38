package im.kith.transport.xmpp;

import im.kith.core.xml.XmlElement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What XEP-0198 counts on one session: stanzas taken, and stanzas sent that the client has not confirmed yet. */
final class Acks {

    /** Stanzas, and octets, that wait for a confirmation at most. */
    static final int MOST = 2_000;

    static final long MOST_OCTETS = 32 << 20;

    private record Sent(XmlElement stanza, int octets) {}

    private final Deque<Sent> unconfirmed = new ArrayDeque<>();
    private final Optional<String> resumption;
    private long octets;
    private int taken;
    private int confirmed;
    private boolean asked;

    /**
     * @param resumption the id by which the session can be resumed
     */
    Acks(Optional<String> resumption) {
        this.resumption = resumption;
    }

    Optional<String> resumption() {
        return resumption;
    }

    /** How many stanzas were taken, modulo 2^32, as it is written. */
    String taken() {
        return Integer.toUnsignedString(taken);
    }

    /** How many were sent, likewise. */
    String sent() {
        return Integer.toUnsignedString(confirmed + unconfirmed.size());
    }

    void took() {
        taken++;
    }

    void sent(XmlElement stanza, int size) {
        unconfirmed.add(new Sent(stanza, size));
        octets += size;
    }

    /** Whether more waits than is kept. */
    boolean isFull() {
        return unconfirmed.size() > MOST || (octets > MOST_OCTETS && unconfirmed.size() > 1);
    }

    /** The client has taken {@code count} stanzas in all; false if that many were not sent. */
    boolean confirm(int count) {
        int more = count - confirmed;
        if (Integer.compareUnsigned(more, unconfirmed.size()) > 0) {
            return false;
        }
        for (int i = 0; i < more; i++) {
            octets -= unconfirmed.remove().octets();
        }
        confirmed = count;
        asked = false;
        return true;
    }

    /** Whether to ask for a confirmation now; then it is said to have been asked. */
    boolean asks() {
        boolean now = !asked && !unconfirmed.isEmpty();
        asked |= now;
        return now;
    }

    /** The connection is another one: nothing was asked on it yet. */
    void moved() {
        asked = false;
    }

    List<XmlElement> unconfirmed() {
        List<XmlElement> all = new ArrayList<>(unconfirmed.size());
        unconfirmed.forEach(sent -> all.add(sent.stanza()));
        return all;
    }
}
