package im.kith.transport.discovery;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This device on one link under one set of names: a {@link Responder} per address family.
 *
 * <p>Never changed but for the text: when the network, the key or the port changes, or the hour is over, a new one with new
 * names takes its place.
 */
final class Station {

    private static final Logger LOG = LoggerFactory.getLogger(Station.class);
    private static final long SECOND_ANNOUNCEMENT_MILLIS = 1000;
    private static final long RETRY_MILLIS = 2000;
    private static final long MAX_RETRY_MILLIS = 60_000;

    private final Link link;
    private final Names names;
    private final String type;
    private final long until;
    private final Map<InetAddress, Responder> responders = new LinkedHashMap<>();
    private final QueryBackoff queries = new QueryBackoff();
    private Optional<Service> service;
    private boolean broken;
    private long again;
    private long retryAt = Long.MIN_VALUE;
    private long retryAfter = RETRY_MILLIS;
    private @Nullable String problem;

    /** What is announced, apart from names. */
    record Service(int port, Map<String, String> txt) {}

    /**
     * Nothing is opened yet.
     *
     * @param type of the service to announce and to look for
     * @param service what to announce; nothing without
     * @param until when its names are to change, milliseconds of the wall clock
     */
    Station(Link link, Names names, String type, Optional<Service> service, long until) {
        this.link = link;
        this.names = names;
        this.type = type;
        this.service = service;
        this.until = until;
    }

    String instance() {
        return names.instance();
    }

    Link link() {
        return link;
    }

    Names names() {
        return names;
    }

    /** Whether it is still right for this link. */
    boolean serves(Link currentLink, long now) {
        return !broken
                && now < until
                && link.equals(currentLink)
                && responders.values().stream().noneMatch(Responder::isBroken);
    }

    /** Whether somebody else had the service's name before. */
    boolean isNameTaken() {
        return responders.values().stream().anyMatch(Responder::isNameTaken);
    }

    /** Opens what is not open yet: an IPv6 address cannot be bound until the kernel has seen that it is unique. */
    void open(long now) {
        if (responders.size() == link.binds().size() || now < retryAt) {
            return;
        }
        for (InetAddress bind : link.binds()) {
            if (!responders.containsKey(bind)) {
                try {
                    responders.put(bind, open(bind));
                    problem = null;
                    queries.reset();
                    again = now + SECOND_ANNOUNCEMENT_MILLIS;
                } catch (IOException e) {
                    if (problem == null) {
                        LOG.debug("no multicast DNS on {} yet", link.name(), e);
                    }
                    problem = String.valueOf(e.getMessage());
                    retryAt = now + retryAfter;
                    retryAfter = Math.min(MAX_RETRY_MILLIS, retryAfter * 2);
                }
            }
        }
    }

    private Responder open(InetAddress bind) throws IOException {
        Responder responder = Responder.open(bind, names, type);
        if (service.isPresent()) {
            try {
                responder.announce(service.get().port(), service.get().txt());
            } catch (IOException e) {
                responder.close();
                throw e;
            }
        }
        return responder;
    }

    /** Shows another text from now on. */
    void update(Map<String, String> txt) {
        if (service.isPresent() && !service.get().txt().equals(txt)) {
            service = Optional.of(new Service(service.get().port(), txt));
            each(responder -> responder.update(txt));
        }
    }

    /** Sends what is due: the second announcement, or a query. */
    void speak(long now) {
        if (again != 0 && now >= again) {
            again = 0;
            each(Responder::announceAgain);
        }
        if (queries.isDue(now)) {
            each(Responder::query);
        }
    }

    void refresh() {
        queries.reset();
    }

    List<Neighbours.On> heard() {
        List<Neighbours.On> all = new ArrayList<>();
        for (Responder responder : responders.values()) {
            responder.heard().forEach(heard -> all.add(new Neighbours.On(link, heard)));
        }
        return all;
    }

    /** For the user: the interface and what is wrong there, if anything. */
    String describe() {
        String families = responders.keySet().stream()
                .map(InetAddress::getHostAddress)
                .toList()
                .toString();
        return problem == null ? link.name() + " " + families : link.name() + " " + families + " (" + problem + ")";
    }

    void close() {
        responders.values().forEach(Responder::close);
        responders.clear();
    }

    private void each(Action action) {
        for (Responder responder : responders.values()) {
            try {
                action.on(responder);
            } catch (IOException e) {
                LOG.debug("cannot send on {}", link.name(), e);
                broken = true;
            }
        }
    }

    private interface Action {
        void on(Responder responder) throws IOException;
    }
}
