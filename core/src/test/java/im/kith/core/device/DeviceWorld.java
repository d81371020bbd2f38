package im.kith.core.device;

import im.kith.core.account.AccountId;
import im.kith.core.contacts.SummaryDraft;
import im.kith.core.ed25519.Ed25519Suite;
import im.kith.core.octets.MalformedException;
import im.kith.core.replica.BatchVerifier;
import im.kith.core.replica.CloseReason;
import im.kith.core.replica.ConnectionId;
import im.kith.core.replica.Frame;
import im.kith.core.replica.Input;
import im.kith.core.replica.MemoryVersionStore;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.VersionStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Devices of one account in one process, joined by queues in place of a network, on a clock that the test moves. */
public final class DeviceWorld {

    private static final int MOST_CONNECTIONS = 5;

    private final SecureRandom random = new SecureRandom();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private long connections;

    /** A device, its store, and what it told. */
    public final class Member implements Outlet {
        public final List<DeviceEvent> events = new ArrayList<>();
        private VersionStore store;
        private final DeviceIdentity identity;
        private Device device;
        private final Deque<Frame> sent = new ArrayDeque<>();
        private boolean ready;
        private boolean closed;

        private Member(Founding founding, VersionStore store) throws StoreException {
            this.store = store;
            this.identity = founding.identity();
            store.commit(founding.first(), now);
            this.device = Device.open(setup(), false);
            device.commit(this);
        }

        private DeviceSetup setup() {
            return new DeviceSetup(identity, store, BatchVerifier.inSequence(new Ed25519Suite()), () -> now, random);
        }

        public Device device() {
            return device;
        }

        public VersionStore store() {
            return store;
        }

        public DeviceIdentity identity() {
            return identity;
        }

        /** Starts again from what is stored. */
        public void reopen() throws StoreException {
            reopen(store, false);
        }

        /** Starts again from what {@code from} holds. */
        public void reopen(VersionStore from, boolean freshReplica) throws StoreException {
            store = from;
            device = Device.open(setup(), freshReplica);
            device.commit(this);
        }

        public void commit() throws StoreException {
            device.commit(this);
        }

        /** Keeps a summary if it is time for one. */
        void keepSummary() throws StoreException {
            Optional<SummaryDraft> draft = device.draftSummary();
            if (draft.isPresent()) {
                draft.get().write();
                draft.get().keep();
            }
        }

        @Override
        public void send(ConnectionId connection, Frame frame) {
            sent.add(frame);
        }

        @Override
        public void close(ConnectionId connection, CloseReason reason, String text) {
            if (reason.blamesPeer()) {
                throw new AssertionError("closed: " + reason + " " + text);
            }
            closed = true;
        }

        @Override
        public void ready(ConnectionId connection) {
            ready = true;
        }

        @Override
        public void wakeAt(Instant time) {}

        @Override
        public void event(DeviceEvent event) {
            events.add(event);
        }
    }

    public Member found(String name, VersionStore store) throws StoreException {
        return new Member(Founding.found(name, Optional.empty(), now, random), store);
    }

    /** The device of an account that was founded anew, on a store of its own. */
    public Member refounded(Refounding refounding) throws StoreException {
        AccountId account = new AccountId(refounding
                .first()
                .settings()
                .getOrDefault(Founding.ACCOUNT_SETTING, Optional.empty())
                .orElseThrow());
        return new Member(new Founding(refounding.identity(), account, refounding.first()), new MemoryVersionStore());
    }

    public Member found(String name) throws StoreException {
        return found(name, new MemoryVersionStore());
    }

    /** A new device, admitted by {@code host}. */
    public Member join(Member host, String name) throws Exception {
        return join(host, name, new MemoryVersionStore());
    }

    public Member join(Member host, String name, VersionStore store) throws Exception {
        AccountId account = host.device.account();
        DeviceIdentity identity = DeviceIdentity.generate(host.device.accountJid(), now, random);
        host.device.admit(Founding.request(identity, account, name));
        host.commit();
        return join(host, identity, account, store);
    }

    private Member join(Member host, DeviceIdentity identity, AccountId account, VersionStore store)
            throws MalformedException, StoreException {
        Founding founding =
                Founding.join(identity, account, host.device.ledger().without(List.of()), now, random);
        return new Member(founding, store);
    }

    /** The device that {@code founding} makes of what {@code store} holds. */
    public Member open(Founding founding, VersionStore store) throws StoreException {
        return new Member(founding, store);
    }

    public Instant now() {
        return now;
    }

    public void pass(Duration time) {
        now = now.plus(time);
    }

    /** Connects the two, carries everything both ways until nothing is left, and disconnects; anew if one wants it so. */
    public void sync(Member a, Member b) throws StoreException {
        int connected = 0;
        do {
            if (++connected > MOST_CONNECTIONS) {
                throw new AssertionError("the two never come to an end");
            }
        } while (!talk(a, b));
    }

    /** Whether both came to an end on one connection. */
    private boolean talk(Member a, Member b) throws StoreException {
        ConnectionId connection = new ConnectionId(++connections);
        open(a, b, connection);
        open(b, a, connection);
        boolean busy = true;
        while (busy && !a.closed && !b.closed) {
            boolean there = move(a, b, connection);
            boolean back = move(b, a, connection);
            busy = there || back;
        }
        boolean ended = !a.closed && !b.closed;
        for (Member member : List.of(a, b)) {
            member.device.handle(new Input.Closed(connection));
            member.commit();
            member.sent.clear();
            member.ready = false;
            member.closed = false;
        }
        return ended;
    }

    private static void open(Member member, Member peer, ConnectionId connection) throws StoreException {
        member.device.handle(new Input.Opened(connection, peer.device.me()));
        member.commit();
    }

    private static boolean move(Member from, Member to, ConnectionId connection) throws StoreException {
        if (from.ready) {
            from.ready = false;
            from.device.handle(new Input.Writable(connection));
            from.commit();
        }
        boolean any = from.ready;
        while (!from.sent.isEmpty()) {
            any = true;
            to.device.handle(new Input.Received(connection, from.sent.remove()));
            to.commit();
        }
        return any;
    }
}
