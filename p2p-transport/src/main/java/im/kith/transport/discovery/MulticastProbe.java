package im.kith.transport.discovery;

import im.kith.core.octets.Bytes;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tries multicast DNS: on every interface that discovery uses, and for each address family, one responder announces itself under
 * a random name and another one listens for it.
 *
 * <p>The announcement goes the whole way through the machine's network and its packet filters, out and in. That others
 * hear it, it cannot show. It has no tag that any account's devices would take for theirs.
 */
public final class MulticastProbe {

    private static final long LOOK_MILLIS = 50;
    private static final long AGAIN_MILLIS = 1000;
    private static final int DISCARD = 9;

    /**
     * One address family of one interface.
     *
     * @param family {@code IPv4} or {@code IPv6}
     * @param trouble why it could not even be tried
     */
    public record Result(String link, String family, boolean heard, Optional<String> trouble) {}

    private final String link;
    private final InetAddress bind;
    private final Names names;
    private @Nullable Responder speaker;
    private @Nullable Responder listener;
    private @Nullable String trouble;
    private boolean heard;

    private MulticastProbe(String link, InetAddress bind, Names names) {
        this.link = link;
        this.bind = bind;
        this.names = names;
    }

    /** Tries the named interfaces, or all suitable ones if none is named, all at once. */
    public static List<Result> run(Set<String> interfaces, Duration patience, SecureRandom random)
            throws SocketException, InterruptedException {
        List<MulticastProbe> probes = new ArrayList<>();
        for (Link link : new Links(interfaces).current()) {
            for (InetAddress bind : link.binds()) {
                probes.add(new MulticastProbe(link.name(), bind, Names.random(random)));
            }
        }
        try {
            probes.forEach(probe -> probe.open(random));
            long until = System.nanoTime() + patience.toNanos();
            long again = System.nanoTime() + Duration.ofMillis(AGAIN_MILLIS).toNanos();
            while (probes.stream().anyMatch(MulticastProbe::isWaiting) && System.nanoTime() < until) {
                Thread.sleep(LOOK_MILLIS);
                if (System.nanoTime() > again) {
                    probes.stream().filter(MulticastProbe::isWaiting).forEach(MulticastProbe::speak);
                    again = Long.MAX_VALUE;
                }
            }
            return probes.stream().map(MulticastProbe::result).toList();
        } finally {
            probes.forEach(MulticastProbe::close);
        }
    }

    /** Those of {@code named} that are neither the name of an interface that is up nor an address of one. */
    public static List<String> absent(Set<String> named) throws SocketException {
        List<String> absent = new ArrayList<>();
        for (String name : named) {
            NetworkInterface found = NetworkInterface.getByName(name);
            boolean up = found != null && found.isUp();
            if (!up && new Links(Set.of(name)).current().isEmpty()) {
                absent.add(name);
            }
        }
        return absent;
    }

    /** The interfaces that are up and have an address, and would be used if they could multicast. */
    public static List<String> unable(Set<String> interfaces) throws SocketException {
        List<String> unable = new ArrayList<>();
        Enumeration<NetworkInterface> all = NetworkInterface.getNetworkInterfaces();
        while (all.hasMoreElements()) {
            NetworkInterface each = all.nextElement();
            boolean candidate = interfaces.isEmpty()
                    ? !each.isLoopback() && !each.isPointToPoint() && !Links.isSkipped(each.getName())
                    : interfaces.contains(each.getName());
            if (candidate
                    && each.isUp()
                    && !each.supportsMulticast()
                    && each.getInetAddresses().hasMoreElements()) {
                unable.add(each.getName());
            }
        }
        return unable;
    }

    private void open(SecureRandom random) {
        try {
            listener = Responder.open(bind, Names.random(random), Responder.KITH);
            speaker = Responder.open(bind, names, Responder.KITH);
            byte[] tag = new byte[32];
            random.nextBytes(tag);
            Txt txt = new Txt(names.nonce(), DiscoveryTag.text(Bytes.wrap(tag)), false);
            speaker.announce(DISCARD, txt.toProperties());
        } catch (IOException e) {
            trouble = String.valueOf(e.getMessage());
        }
    }

    private void speak() {
        try {
            if (speaker != null) {
                speaker.announceAgain();
            }
        } catch (IOException e) {
            trouble = String.valueOf(e.getMessage());
        }
    }

    private boolean isWaiting() {
        if (!heard && trouble == null && listener != null) {
            heard = listener.heard().stream().anyMatch(each -> each.instance().equals(names.instance()));
        }
        return !heard && trouble == null;
    }

    private Result result() {
        String family = bind instanceof Inet6Address ? "IPv6" : "IPv4";
        return new Result(link, family, heard, Optional.ofNullable(trouble));
    }

    private void close() {
        if (speaker != null) {
            speaker.close();
        }
        if (listener != null) {
            listener.close();
        }
    }
}
