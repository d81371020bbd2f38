package im.kith.core.replica;

import im.kith.core.account.AccountId;
import im.kith.core.account.SignatureSuite;
import im.kith.core.account.Statement;
import im.kith.core.clock.Hlc;
import im.kith.core.octets.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Versions, statements and changes for tests of stores, which look at neither signatures nor payloads. */
public final class SampleVersions {

    public static final String NODE = "urn:xmpp:contacts:0";

    private static final AccountId ACCOUNT = new AccountId(Bytes.wrap(new byte[AccountId.LENGTH]));
    private static final SignatureSuite.Signer SIGNER =
            message -> Bytes.concat(Bytes.sha256(message), Bytes.sha256(message));

    private SampleVersions() {}

    /** A replica told from others by {@code number}. */
    public static ReplicaId replica(int number) {
        return new ReplicaId(Bytes.sha256(Bytes.utf8("replica " + number)).first(ReplicaId.LENGTH));
    }

    public static Dot dot(int replica, long sequence) {
        return new Dot(replica(replica), sequence);
    }

    /** A publish of {@code item} with {@code payload}. */
    public static Version publish(String item, Dot dot, Bytes payload) {
        return version(new ItemKey(NODE, item), dot, Optional.of(payload));
    }

    public static Version publish(String item, Dot dot) {
        return publish(item, dot, Bytes.utf8("payload of " + item + " " + dot));
    }

    public static Version retract(String item, Dot dot) {
        return version(new ItemKey(NODE, item), dot, Optional.empty());
    }

    public static Version version(ItemKey item, Dot dot, Optional<Bytes> payload) {
        VersionHeader header = new VersionHeader(
                item,
                dot,
                VersionVector.of(Map.of(replica(99), dot.sequence())),
                Hlc.of(1_000 + dot.sequence() % 1_000_000, 1),
                payload.map(p -> "key-1"),
                payload.map(Bytes::sha256));
        return Version.sign(header, payload, ACCOUNT, SIGNER);
    }

    /** A statement whose octets are {@code text}. */
    public static Statement statement(String text) {
        Bytes octets = Bytes.utf8(text);
        return new Statement(octets, SIGNER.sign(octets));
    }

    /** The scalars of a replica that has written {@code sequence} versions. */
    public static ReplicaState state(int replica, long sequence) {
        VersionVector knowledge =
                sequence == 0 ? VersionVector.EMPTY : VersionVector.EMPTY.with(dot(replica, sequence));
        return new ReplicaState(replica(replica), sequence, knowledge, Hlc.of(5_000, 3));
    }

    public static StoreChange change(ReplicaState state) {
        return new StoreChange(
                Optional.of(state), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), Map.of());
    }

    public static StoreChange insert(Version... versions) {
        return insert(List.of(versions));
    }

    public static StoreChange insert(List<Version> versions) {
        return new StoreChange(
                Optional.empty(), versions, List.of(), List.of(), List.of(), List.of(), List.of(), Map.of());
    }

    /** Moves what is named to live, history and quarantine, and forgets {@code trim}. */
    public static StoreChange move(
            List<Version> live, List<Version> history, List<Version> quarantine, List<Version> trim) {
        return new StoreChange(
                Optional.empty(), List.of(), ids(live), ids(history), ids(quarantine), ids(trim), List.of(), Map.of());
    }

    public static StoreChange statements(Statement... statements) {
        return new StoreChange(
                Optional.empty(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(statements), Map.of());
    }

    public static StoreChange settings(Map<String, Optional<Bytes>> settings) {
        return new StoreChange(
                Optional.empty(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), settings);
    }

    /** One own write: version and scalars. */
    public static StoreChange write(Version version, ReplicaState state) {
        return new StoreChange(
                Optional.of(state), List.of(version), List.of(), List.of(), List.of(), List.of(), List.of(), Map.of());
    }

    private static List<VersionId> ids(List<Version> versions) {
        return versions.stream().map(Version::id).toList();
    }
}
