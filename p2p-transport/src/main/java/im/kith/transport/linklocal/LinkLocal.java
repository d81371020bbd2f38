package im.kith.transport.linklocal;

import im.kith.core.device.Device;
import im.kith.core.device.XidKey;
import im.kith.core.ed25519.Xid;
import im.kith.core.xml.XmlElement;
import im.kith.transport.discovery.FoundService;
import im.kith.transport.discovery.LocalAddresses;
import im.kith.transport.discovery.ServiceConfig;
import im.kith.transport.discovery.ServiceConfig.Offer;
import im.kith.transport.discovery.ServiceDiscovery;
import im.kith.transport.engine.DeviceThread;
import im.kith.transport.xmpp.Others;
import im.kith.transport.xmpp.PepDesk;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the user on the LAN and connects his software with whom it finds there (XEP-0174), off unless asked for: all on the LAN read
 * what is announced.
 *
 * <p>Any thread may use it.
 */
public final class LinkLocal implements Others, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LinkLocal.class);

    private static final String TYPE = "_presence._tcp";

    /** What is told of the account, which never changes while this is open. */
    private record Who(String account, String device, Optional<XidKey> key, EntityInfo info) {

        static Who of(Device device, InstantSource clock, SecureRandom random) throws Exception {
            XidNode.publish(device);
            String name = device.ledger()
                    .device(device.me())
                    .map(im.kith.core.account.Device::name)
                    .orElse("");
            return new Who(device.accountJid(), name, device.xid(), EntityInfo.of(device, clock, random));
        }

        PresenceText text() {
            return new PresenceText(
                    Optional.of(OwnName.user(account)),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(account),
                    Optional.of(info.caps()));
        }
    }

    private final Who who;
    private final Set<String> interfaces;
    private final Switchboard switchboard;
    private final StrangerNet net;
    private final ServiceDiscovery discovery;
    private volatile Set<String> reachable = Set.of();
    private volatile List<XmlElement> presences = List.of();
    private volatile Map<String, String> names = Map.of();

    private LinkLocal(
            Who who,
            PepDesk desk,
            Function<XmlElement, CompletableFuture<Boolean>> software,
            Set<String> interfaces,
            InstantSource clock,
            SecureRandom random) {
        this.who = who;
        this.interfaces = interfaces;
        this.net = new StrangerNet(desk, software, () -> look(), all -> reachable(all));
        this.switchboard = new Switchboard(who.account(), who.key(), who.info(), net, clock, random);
        this.discovery = new ServiceDiscovery(
                new ServiceConfig(
                        TYPE,
                        interfaces,
                        choice -> OwnName.of(who.account(), who.device(), choice),
                        this::offer,
                        random),
                this::present);
    }

    /**
     * Begins to listen, to announce and to look.
     *
     * @param desk answers what strangers may ask
     * @param software takes stanzas for the user's software; false if none of it takes this one
     * @param interfaces names or addresses of the only network interfaces to use; empty for all suitable ones
     * @throws IOException if nothing can be listened on
     */
    public static LinkLocal start(
            DeviceThread device,
            PepDesk desk,
            Function<XmlElement, CompletableFuture<Boolean>> software,
            Set<String> interfaces,
            InstantSource clock,
            SecureRandom random)
            throws IOException {
        Who who = device.submit(owned -> Who.of(owned, clock, random)).join();
        LinkLocal linkLocal = new LinkLocal(who, desk, software, interfaces, clock, random);
        boolean done = false;
        try {
            linkLocal.net.listen(LocalAddresses.of(interfaces), linkLocal.switchboard::incoming);
            linkLocal.discovery.start();
            done = true;
            return linkLocal;
        } finally {
            if (!done) {
                linkLocal.net.close();
            }
        }
    }

    private void look() {
        discovery.refresh();
    }

    /** Listens where the network is now, and says where that is; on discovery's thread, every two seconds. */
    private Optional<Offer> offer() {
        try {
            net.listenOn(LocalAddresses.of(interfaces));
        } catch (IOException e) {
            LOG.debug("listening on the new addresses", e);
        }
        int port = net.port();
        return port == 0
                ? Optional.empty()
                : Optional.of(new Offer(port, who.text().write(port)));
    }

    private void present(List<FoundService> found, Map<String, String> own) {
        names = own;
        net.execute(() -> switchboard.present(found, own));
    }

    private void reachable(List<Neighbour> all) {
        presences = all.stream().map(each -> each.presence(who.account())).toList();
        reachable = Stream.concat(
                        all.stream().map(Neighbour::jid),
                        all.stream().flatMap(each -> each.claim().stream()).map(Xid::jid))
                .filter(jid -> !jid.equals(who.account()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The names of this device on the LAN, by network interface. */
    public Map<String, String> names() {
        return names;
    }

    public int port() {
        return net.port();
    }

    @Override
    public boolean take(XmlElement stanza) {
        boolean known = reachable.contains(stanza.attribute("to").orElse("").toLowerCase(Locale.ROOT));
        if (known && !stanza.local().equals("presence")) {
            net.execute(() -> switchboard.send(stanza));
        }
        return known;
    }

    /** The presences of all who are there. */
    @Override
    public List<XmlElement> presences() {
        return presences;
    }

    /** Says good-bye, within two seconds. */
    @Override
    public void close() {
        discovery.close();
        net.execute(switchboard::close);
        net.close();
    }
}
