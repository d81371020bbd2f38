package im.kith.transport.wire;

import im.kith.core.account.AccountId;
import im.kith.core.account.DeviceId;
import im.kith.core.account.Statement;
import im.kith.core.clock.Hlc;
import im.kith.core.octets.Bytes;
import im.kith.core.replica.Dot;
import im.kith.core.replica.DotSet;
import im.kith.core.replica.Frame;
import im.kith.core.replica.ItemKey;
import im.kith.core.replica.ReplicaId;
import im.kith.core.replica.Version;
import im.kith.core.replica.VersionHeader;
import im.kith.core.replica.VersionVector;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** One of every frame, always the same. */
public final class Samples {

    public static final DeviceId DEVICE = new DeviceId(Bytes.hex("a1".repeat(32)));
    public static final ReplicaId REPLICA = ReplicaId.of(DEVICE, Bytes.hex("00000001"));
    public static final ReplicaId OTHER = ReplicaId.of(new DeviceId(Bytes.hex("b2".repeat(32))), Bytes.hex("00000002"));

    private static final AccountId ACCOUNT = new AccountId(Bytes.hex("c3".repeat(32)));

    private Samples() {}

    public static Frame.Hello hello() {
        return hello(DEVICE);
    }

    /** What {@code device} would say first. */
    public static Frame.Hello hello(DeviceId device) {
        return new Frame.Hello(
                WireCodec.PROTOCOL,
                Set.of("later", "earlier"),
                device,
                ReplicaId.of(device, Bytes.hex("00000001")),
                Bytes.hex("d4".repeat(32)),
                VersionVector.of(Map.of(REPLICA, 300L, OTHER, 1L)),
                DotSet.ofDots(List.of(
                        new Dot(REPLICA, 302),
                        new Dot(REPLICA, 303),
                        new Dot(REPLICA, 305),
                        new Dot(OTHER, Dot.MAX_SEQUENCE))));
    }

    static Frame.LedgerIds ledgerIds() {
        return new Frame.LedgerIds(List.of(Bytes.hex("11".repeat(32)), Bytes.hex("22".repeat(32))));
    }

    static Frame.LedgerStatements ledgerStatements() {
        return new Frame.LedgerStatements(
                List.of(new Statement(Bytes.utf8("statement"), Bytes.hex("33".repeat(64)))), true);
    }

    static Frame.Chunk chunk() {
        return new Frame.Chunk(List.of(version(1, Optional.of(Bytes.utf8("payload"))), version(2, Optional.empty())));
    }

    /** A version with the payload given, or a retraction. */
    public static Version version(long sequence, Optional<Bytes> payload) {
        VersionHeader header = new VersionHeader(
                new ItemKey("urn:xmpp:contacts:0", "item"),
                new Dot(REPLICA, sequence),
                VersionVector.of(Map.of(OTHER, 7L)),
                Hlc.of(1_700_000_000_000L, 5),
                payload.map(p -> "key"),
                payload.map(Bytes::sha256));
        return Version.sign(header, payload, ACCOUNT, message -> Bytes.hex("44".repeat(64)));
    }

    static Frame.Done done() {
        return new Frame.Done(
                VersionVector.of(Map.of(REPLICA, 305L)), Bytes.hex("55".repeat(32)), Bytes.hex("66".repeat(32)));
    }

    static WireFrame named(String name) {
        return Objects.requireNonNull(all().get(name), name);
    }

    /** Every frame by its name in the proto. */
    static Map<String, WireFrame> all() {
        return Map.of(
                "hello", new WireFrame.Replication(hello()),
                "ledger_ids", new WireFrame.Replication(ledgerIds()),
                "ledger_statements", new WireFrame.Replication(ledgerStatements()),
                "chunk", new WireFrame.Replication(chunk()),
                "done", new WireFrame.Replication(done()),
                "ping", new WireFrame.Ping(),
                "pong", new WireFrame.Pong(),
                "bye", new WireFrame.Bye(ByeReason.DUPLICATE, "doppelt, schön"),
                "pair", new WireFrame.Pair(Bytes.utf8("round 1")));
    }
}
