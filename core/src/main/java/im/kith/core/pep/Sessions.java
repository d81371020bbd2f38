package im.kith.core.pep;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The resources that are connected. */
final class Sessions {

    private final Map<String, Session> byJid = new LinkedHashMap<>();

    Session open(Asker asker) {
        Session session = new Session(asker);
        byJid.put(asker.jid(), session);
        return session;
    }

    void close(Asker asker) {
        byJid.remove(asker.jid());
    }

    Optional<Session> of(Asker asker) {
        return Optional.ofNullable(byJid.get(asker.jid()));
    }

    List<Session> all() {
        return List.copyOf(byJid.values());
    }

    List<Session> listeningTo(String node) {
        return byJid.values().stream()
                .filter(session -> session.listensTo(node))
                .toList();
    }
}
