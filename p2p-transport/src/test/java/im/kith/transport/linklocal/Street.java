package im.kith.transport.linklocal;

import im.kith.core.device.XidKey;
import im.kith.core.ed25519.Ed25519Signer;
import im.kith.core.octets.Bytes;
import im.kith.core.pep.Asker;
import im.kith.core.xml.StreamPiece;
import im.kith.core.xml.XmlElement;
import im.kith.core.xml.XmlReader;
import im.kith.transport.discovery.FoundService;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Switchboards that are connected in memory: what happens, happens when the test says {@link #run}. */
final class Street {

    final Map<InetAddress, House> houses = new LinkedHashMap<>();
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final Random random = new Random(174);

    static XidKey key(int seed) {
        return new XidKey(
                new Ed25519Signer(Bytes.hex(String.format("%02x", seed).repeat(32))), Instant.EPOCH);
    }

    House house(String name, int host, String account, Optional<XidKey> key) throws Exception {
        House house = new House(name, InetAddress.getByAddress(new byte[] {10, 77, 0, (byte) host}), account, key);
        houses.put(house.address, house);
        return house;
    }

    /** Lets everybody hear what everybody announces. */
    void announce() {
        for (House each : houses.values()) {
            List<FoundService> others = houses.values().stream()
                    .filter(other -> other != each)
                    .map(House::announcement)
                    .toList();
            tasks.add(() -> each.board.present(others, Map.of("eth0", each.name)));
        }
        run();
    }

    void run() {
        for (Runnable next = tasks.poll(); next != null; next = tasks.poll()) {
            next.run();
        }
    }

    /** One end of a connection. */
    final class Cable implements Line {
        private final House at;
        private final Deque<StreamPiece> coming = new ArrayDeque<>();
        private @Nullable Cable other;

        @Nullable
        PeerStream stream;

        private boolean paused;
        boolean ended;

        Cable(House at) {
            this.at = at;
        }

        private void put(StreamPiece piece) {
            Cable end = other;
            if (end != null) {
                end.coming.add(piece);
                tasks.add(end::drain);
            }
        }

        private void drain() {
            while (!paused && !coming.isEmpty() && stream != null) {
                stream.take(coming.remove());
            }
        }

        @Override
        public InetAddress remote() {
            return other == null ? at.address : other.at.address;
        }

        @Override
        public void open(XmlElement header) {
            put(new StreamPiece.Opened(header, "jabber:client"));
        }

        @Override
        public void send(XmlElement element) {
            at.wire.add(element.toXml());
            put(new StreamPiece.Whole(element));
        }

        @Override
        public void pause(boolean now) {
            paused = now;
            tasks.add(this::drain);
        }

        @Override
        public void end() {
            ended = true;
            put(new StreamPiece.Closed());
        }
    }

    /** Connects {@code from} with the switchboard at {@code to}: the caller's end. */
    Cable connect(House from, House to) {
        Cable near = new Cable(from);
        Cable far = new Cable(to);
        near.other = far;
        far.other = near;
        far.stream = to.board.incoming(far);
        return near;
    }

    /** One host with its user's software. */
    final class House implements Surroundings {
        String name;
        final InetAddress address;
        final String account;
        final Switchboard board;
        final Map<String, String> txt = new HashMap<>();
        final List<XmlElement> delivered = new ArrayList<>();
        final List<XmlElement> asked = new ArrayList<>();
        final List<String> wire = new ArrayList<>();
        final List<Runnable> timers = new ArrayList<>();
        final Map<String, Consumer<XmlElement>> outlets = new HashMap<>();
        List<Neighbour> neighbours = List.of();
        boolean listening = true;
        int looks;

        House(String name, InetAddress address, String account, Optional<XidKey> key) throws Exception {
            this.name = name;
            this.address = address;
            this.account = account;
            txt.put("jid", account);
            EntityInfo info = EntityInfo.of(XmlReader.read("<query xmlns='http://jabber.org/protocol/disco#info'/>"));
            board = new Switchboard(account, key, info, this, () -> Instant.EPOCH, random);
        }

        FoundService announcement() {
            return new FoundService(name, txt, Set.of(new InetSocketAddress(address, 5298)), "eth0");
        }

        void sends(String stanza) throws Exception {
            board.send(XmlReader.read(stanza));
            run();
        }

        void elapse() {
            List<Runnable> due = List.copyOf(timers);
            timers.clear();
            due.forEach(Runnable::run);
            run();
        }

        /** What the software was given, presences aside. */
        List<String> got() {
            return delivered.stream()
                    .filter(stanza -> !stanza.local().equals("presence"))
                    .map(XmlElement::toXml)
                    .toList();
        }

        @Override
        public void dial(Neighbour to, Opened opened, Runnable failed) {
            tasks.add(() -> {
                House there = to.addresses().stream()
                        .map(each -> houses.get(each.getAddress()))
                        .findFirst()
                        .orElse(null);
                if (there == null || !there.listening) {
                    failed.run();
                    return;
                }
                Cable near = connect(this, there);
                near.stream = opened.on(near);
            });
        }

        @Override
        public void present(List<Neighbour> all) {
            neighbours = all;
        }

        @Override
        public void look() {
            looks++;
        }

        @Override
        public void later(long millis, Runnable what) {
            timers.add(what);
        }

        Predicate<XmlElement> takes = stanza -> true;

        @Override
        public void deliver(XmlElement stanza, Runnable untaken) {
            if (takes.test(stanza)) {
                delivered.add(stanza);
            } else {
                untaken.run();
            }
        }

        @Override
        public void opened(Asker asker, Consumer<XmlElement> outlet) {
            outlets.put(asker.jid(), outlet);
        }

        @Override
        public void ask(XmlElement iq, Asker asker) {
            asked.add(iq);
            if (asker.owner()) {
                throw new AssertionError("a stranger as owner");
            }
            XmlElement reply = XmlElement.builder("jabber:client", "iq")
                    .attribute("type", "result")
                    .attribute("id", iq.attribute("id").orElse(""))
                    .attribute("to", asker.jid())
                    .child(XmlElement.of("urn:example", "from-the-desk"))
                    .build();
            tasks.add(() -> outlets.get(asker.jid()).accept(reply));
        }

        @Override
        public void closed(Asker asker) {
            outlets.remove(asker.jid());
        }
    }
}
