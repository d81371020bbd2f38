package im.kith.transport.linklocal;

import im.kith.core.pep.Asker;
import im.kith.core.xml.XmlElement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What goes on with one neighbour on one stream, from the wish to dial on: who he is, what waits, what he and others were asked. */
final class Conversation {

    /** Stanzas that wait for the stream, and requests that wait for an answer. */
    static final int MOST_WAITING = 64;

    private final Neighbour peer;
    private final Asker asker;
    private final Deque<XmlElement> waiting = new ArrayDeque<>();
    private final Map<String, XmlElement> asked = new LinkedHashMap<>();
    private @Nullable PeerStream stream;
    private @Nullable XmlElement request;
    private Verification verification = new Verification(Optional.empty());
    private long ids;

    /**
     * With {@code peer}.
     *
     * @param number tells it from all others of this run
     */
    Conversation(Neighbour peer, long number) {
        this.peer = peer;
        this.asker = new Asker(peer.jid() + "/" + number, false, false);
    }

    Neighbour peer() {
        return peer;
    }

    /** As whom the PEP service knows him. */
    Asker asker() {
        return asker;
    }

    Optional<PeerStream> stream() {
        return Optional.ofNullable(stream);
    }

    void stream(PeerStream opened) {
        stream = opened;
    }

    boolean isReady() {
        return stream().filter(PeerStream::isReady).isPresent();
    }

    Verification verification() {
        return verification;
    }

    void verification(Verification begun) {
        verification = begun;
    }

    /** Sends {@code stanza} of the user's software, or keeps it until the stream is ready; false if there is no room. */
    boolean send(XmlElement stanza) {
        PeerStream open = stream;
        if (open == null || !open.isReady()) {
            return waiting.size() < MOST_WAITING && waiting.add(stanza);
        }
        String type = stanza.attribute("type").orElse("");
        XmlElement out = Handover.outwards(stanza, peer);
        if (stanza.local().equals("iq") && (type.equals("get") || type.equals("set"))) {
            if (asked.size() >= MOST_WAITING) {
                return false;
            }
            String id = "kith-" + ids++;
            asked.put(id, stanza);
            out = Handover.renamed(out, Optional.of(id), peer.self(), peer.instance());
        }
        open.send(out);
        return true;
    }

    /** Sends what has waited; what there was no room for. */
    List<XmlElement> flush() {
        List<XmlElement> refused = new ArrayList<>();
        for (XmlElement stanza = waiting.poll(); stanza != null; stanza = waiting.poll()) {
            if (!send(stanza)) {
                refused.add(stanza);
            }
        }
        return refused;
    }

    /** The request of the user's software that {@code answer} is for, once. */
    Optional<XmlElement> askedFor(XmlElement answer) {
        return answer.attribute("id").map(asked::remove);
    }

    /** All that can no longer be sent or answered. */
    List<XmlElement> abandoned() {
        List<XmlElement> all = new ArrayList<>(waiting);
        all.addAll(asked.values());
        waiting.clear();
        asked.clear();
        return all;
    }

    /** The stranger's request that the device is busy with. */
    Optional<XmlElement> request() {
        return Optional.ofNullable(request);
    }

    void request(@Nullable XmlElement now) {
        request = now;
    }
}
