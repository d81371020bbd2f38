package im.kith.transport.discovery;

import im.kith.transport.discovery.Sighting.Kind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who is in sight: turns what is heard into sightings and tells the difference to before.
 *
 * <p>Pure. Remembers at most 256 sightings and as many verdicts; whoever is neither a member nor inviting leaves no trace
 * but the latter.
 */
final class Neighbours {

    /** A jmDNS never reports a peer that crashed, so what was not heard for so long is gone; queries are more frequent. */
    static final long EXPIRY_MILLIS = 300_000;

    static final int MAX = 256;

    /** One announcement heard on one link. */
    record On(Link link, Heard heard) {}

    /** What changed. */
    record Difference(List<Sighting> sighted, List<Sighting> lost) {}

    private record Key(String link, String instance) {}

    private record Claim(String instance, Txt txt) {}

    private final Map<Claim, Optional<Kind>> verdicts = new LinkedHashMap<>();
    private Map<Key, Sighting> present = new LinkedHashMap<>();
    private DiscoveryKeys keys = DiscoveryKeys.none();

    /** Takes all that is heard now, except from the instances named {@code own}. */
    Difference update(Collection<On> all, Set<String> own, DiscoveryKeys currentKeys, long now) {
        if (!currentKeys.equals(keys)) {
            verdicts.clear();
            keys = currentKeys;
        }
        Map<Key, Sighting> next = new LinkedHashMap<>();
        for (On on : all) {
            if (!own.contains(on.heard().instance()) && on.heard().at() > now - EXPIRY_MILLIS) {
                sighting(on).ifPresent(sighting -> add(next, sighting));
            }
        }
        List<Sighting> sighted = new ArrayList<>();
        next.forEach((key, sighting) -> {
            if (!sighting.equals(present.get(key))) {
                sighted.add(sighting);
            }
        });
        List<Sighting> lost = new ArrayList<>();
        present.forEach((key, sighting) -> {
            if (!next.containsKey(key)) {
                lost.add(sighting);
            }
        });
        present = next;
        return new Difference(sighted, lost);
    }

    List<Sighting> present() {
        return List.copyOf(present.values());
    }

    private static void add(Map<Key, Sighting> sightings, Sighting sighting) {
        Key key = new Key(sighting.networkInterface(), sighting.instance());
        if (sightings.size() < MAX || sightings.containsKey(key)) {
            sightings.merge(key, sighting, Neighbours::united);
        }
    }

    /** The same announcement heard over IPv4 and IPv6. */
    private static Sighting united(Sighting one, Sighting other) {
        Set<InetSocketAddress> addresses = new HashSet<>(one.addresses());
        addresses.addAll(other.addresses());
        return new Sighting(other.kind(), one.instance(), addresses, one.networkInterface());
    }

    private Optional<Sighting> sighting(On on) {
        Heard heard = on.heard();
        Set<InetSocketAddress> addresses = new HashSet<>();
        for (InetAddress address : heard.addresses()) {
            on.link().onLink(address).ifPresent(onLink -> addresses.add(new InetSocketAddress(onLink, heard.port())));
        }
        if (addresses.isEmpty()) {
            return Optional.empty();
        }
        return Txt.read(heard.txt()::get)
                .flatMap(txt -> verdict(new Claim(heard.instance(), txt)))
                .map(kind -> new Sighting(
                        kind, heard.instance(), addresses, on.link().name()));
    }

    private Optional<Kind> verdict(Claim claim) {
        Optional<Kind> known = verdicts.get(claim);
        if (known == null) {
            known = judge(claim);
            if (verdicts.size() >= MAX) {
                verdicts.remove(verdicts.keySet().iterator().next());
            }
            verdicts.put(claim, known);
        }
        return known;
    }

    private Optional<Kind> judge(Claim claim) {
        Txt txt = claim.txt();
        if (DiscoveryTag.matches(keys, txt.nonce(), claim.instance(), txt.tag())) {
            return Optional.of(Kind.MEMBER);
        }
        return txt.inviting() ? Optional.of(Kind.INVITING) : Optional.empty();
    }
}
