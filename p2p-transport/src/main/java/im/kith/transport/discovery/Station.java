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
 * <p>Never changed but for the inviting mark: when the network, the key or the port changes, or the hour is over, a new one
 * with new names takes its place.
 */
final class Station {

    private static final Logger LOG = LoggerFactory.getLogger(Station.class);
    private static final long SECOND_ANNOUNCEMENT_MILLIS = 1000;
    private static final long RETRY_MILLIS = 2000;
    private static final long MAX_RETRY_MILLIS = 60_000;

    private final Link link;
    private final Names names;
    private final Announced announced;
    private final long until;
    private final Map<InetAddress, Responder> responders = new LinkedHashMap<>();
    private final QueryBackoff queries = new QueryBackoff();
    private boolean inviting;
    private boolean broken;
    private long again;
    private long retryAt = Long.MIN_VALUE;
    private long retryAfter = RETRY_MILLIS;
    private @Nullable String problem;

    /** What is announced, apart from names; nothing without an account or a port. */
    record Announced(DiscoveryKeys keys, Optional<Integer> port) {

        boolean isService() {
            return keys.current().isPresent() && port.isPresent();
        }
    }

    Station(Link link, Names names, Announced announced, boolean inviting, long until) {
        this.link = link;
        this.names = names;
        this.announced = announced;
        this.inviting = inviting;
        this.until = until;
    }

    String instance() {
        return names.instance();
    }

    /** Whether it is still right for this link and this announcement. */
    boolean serves(Link currentLink, Announced current, long now) {
        return !broken
                && now < until
                && link.equals(currentLink)
                && announced.port().equals(current.port())
                && announced.keys().current().equals(current.keys().current())
                && responders.values().stream().noneMatch(Responder::isBroken);
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
        Responder responder = Responder.open(bind, names);
        if (announced.isService()) {
            try {
                responder.announce(announced.port().orElseThrow(), txt());
            } catch (IOException e) {
                responder.close();
                throw e;
            }
        }
        return responder;
    }

    private Map<String, String> txt() {
        String tag = DiscoveryTag.compute(announced.keys().current().orElseThrow(), names.nonce(), names.instance());
        return new Txt(names.nonce(), tag, inviting).toProperties();
    }

    void inviting(boolean now) {
        if (inviting != now) {
            inviting = now;
            if (announced.isService()) {
                each(responder -> responder.update(txt()));
            }
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
