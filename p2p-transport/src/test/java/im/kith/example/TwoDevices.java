package im.kith.example;

import im.kith.Kith;
import im.kith.core.contacts.BookEvent;
import im.kith.core.device.DeviceEvent;
import im.kith.core.xml.XmlReader;
import im.kith.storage.HomeAccess;
import im.kith.transport.engine.InvitationDesk;
import im.kith.transport.engine.Network;
import im.kith.transport.engine.NetworkOptions;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;

/** Two devices of one account in one program, under the directory that is the argument; they talk on the loopback interface only. */
public final class TwoDevices {

    private static final String BOOKMARKS = "urn:xmpp:bookmarks:1";

    private TwoDevices() {}

    public static void main(String... arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        try (Kith laptop = Kith.openOrFound(directory.resolve("laptop"), "laptop")) {
            Network network = laptop.connect(loopback(List.of()));
            InetSocketAddress at = InetSocketAddress.createUnresolved("127.0.0.1", network.listeningPort());
            try (InvitationDesk desk = laptop.invite(Duration.ofMinutes(1));
                    Kith phone = Kith.join(
                            HomeAccess.of(directory.resolve("phone")),
                            desk.code(),
                            "phone",
                            new InetSocketAddress(at.getHostString(), at.getPort()))) {
                System.out.println("joined: " + desk.await().name());
                meet(laptop, phone, at);
            }
        }
    }

    private static void meet(Kith laptop, Kith phone, InetSocketAddress laptopsAddress) throws Exception {
        LinkedBlockingQueue<DeviceEvent> events = new LinkedBlockingQueue<>();
        phone.subscribe(events::add);
        phone.connect(loopback(List.of(laptopsAddress)));
        laptop.contacts().add("Romeo Montague", "romeo@example.org");
        laptop.pubsub()
                .publish(
                        BOOKMARKS,
                        Optional.of("orchard@rooms.example.org"),
                        XmlReader.read("<conference xmlns='urn:xmpp:bookmarks:1' name='The orchard'/>"));
        boolean contact = false;
        boolean bookmark = false;
        while (!contact || !bookmark) {
            DeviceEvent event = events.take();
            contact |= tell(event);
            bookmark |= event instanceof DeviceEvent.ItemsChanged changed
                    && changed.items().stream().anyMatch(item -> item.node().equals(BOOKMARKS));
        }
        System.out.println(
                "the phone has " + phone.pubsub().items(BOOKMARKS).get(0).id());
    }

    /** Whether it told of a contact. */
    private static boolean tell(DeviceEvent event) {
        boolean told = false;
        if (event instanceof DeviceEvent.BookChanged changed) {
            for (BookEvent each : changed.changes()) {
                if (each instanceof BookEvent.OfContact contact) {
                    System.out.println(
                            contact.kind() + " " + contact.contact().contact().label());
                    told = true;
                }
            }
        }
        return told;
    }

    private static NetworkOptions loopback(List<InetSocketAddress> peers) {
        return new NetworkOptions(0, Set.of("127.0.0.1"), false, peers);
    }
}
