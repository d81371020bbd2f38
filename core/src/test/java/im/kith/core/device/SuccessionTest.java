package im.kith.core.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.kith.core.account.DeviceId;
import im.kith.core.account.StatementBody;
import im.kith.core.account.Trust;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.core.replica.MemoryVersionStore;
import im.kith.core.xml.XmlElement;
import im.kith.core.xml.XmlReader;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Restores and copies that go on as devices of their own (R7). */
class SuccessionTest {

    private static final String NODE = "urn:test:notes";

    private final DeviceWorld world = new DeviceWorld();
    private final SecureRandom random = new SecureRandom();

    private static void publish(DeviceWorld.Member member, String id, String text) throws Exception {
        XmlElement payload = XmlReader.read("<note xmlns='urn:test:notes'>" + text + "</note>");
        member.device().pubsub().publish(NODE, Optional.of(id), payload);
        member.commit();
    }

    private static String text(DeviceWorld.Member member, String id) throws Exception {
        return member.device()
                .pubsub()
                .item(NODE, id)
                .map(item -> item.payload().toXml())
                .orElse("");
    }

    private static Succession.Estate estate(DeviceWorld.Member member, MemoryVersionStore store) throws Exception {
        return Succession.Estate.foreign(
                member.identity(), store.state().orElseThrow(), store.settings(), store.statements());
    }

    private Succession succession(Succession.Estate estate) throws Exception {
        return Succession.of(estate, "successor", "restored", world.now(), random);
    }

    /** What {@code store} holds, under a device of its own. */
    private DeviceWorld.Member successor(DeviceWorld.Member of, MemoryVersionStore store) throws Exception {
        Succession succession = succession(estate(of, store));
        Founding founding = new Founding(succession.identity(), of.device().account(), succession.change());
        return world.open(founding, store);
    }

    @Test
    void aSuccessorIsAMemberForEverybodyAndSyncsWithTheOriginalAndTheOthers() throws Exception {
        MemoryVersionStore disk = new MemoryVersionStore();
        var laptop = world.found("laptop", disk);
        var phone = world.join(laptop, "phone");
        publish(laptop, "a", "before");
        MemoryVersionStore backup = MemoryVersionStore.copyOf(disk);
        publish(laptop, "b", "after");
        var restored = successor(laptop, backup);
        assertThat(text(restored, "a")).contains("before");
        publish(restored, "c", "restored");
        world.sync(restored, laptop);
        world.sync(restored, phone);
        world.sync(laptop, phone);
        for (var member : List.of(laptop, phone, restored)) {
            assertThat(text(member, "a") + text(member, "b") + text(member, "c"))
                    .contains("before", "after", "restored");
            assertThat(member.device()
                            .ledger()
                            .device(restored.device().me())
                            .orElseThrow()
                            .successorOf())
                    .contains(laptop.device().me());
        }
        assertThat(restored.device().replica().digest())
                .isEqualTo(laptop.device().replica().digest())
                .isEqualTo(phone.device().replica().digest());
    }

    @Test
    void theKnowledgeIsKeptAndTheReplicaIsFresh() throws Exception {
        MemoryVersionStore disk = new MemoryVersionStore();
        var laptop = world.found("laptop", disk);
        publish(laptop, "a", "before");
        var restored = successor(laptop, MemoryVersionStore.copyOf(disk));
        assertThat(restored.device().replica().id().isOf(restored.device().me()))
                .isTrue();
        assertThat(restored.device().replica().state().sequence()).isZero();
        assertThat(restored.device().replica().state().knowledge())
                .isEqualTo(laptop.device().replica().state().knowledge());
    }

    @Test
    void theLedgerSaysWhichSecretsTheSuccessorHas() throws Exception {
        MemoryVersionStore disk = new MemoryVersionStore();
        var laptop = world.found("laptop", disk);
        publish(laptop, "a", "before");
        var restored = successor(laptop, MemoryVersionStore.copyOf(disk));
        world.sync(restored, laptop);
        KeyRing ring = KeyRing.fromSettings(disk.settings());
        assertThat(ring.all()).isNotEmpty();
        assertThat(ring.lackedBy(restored.device().me(), laptop.device().ledger()))
                .isEmpty();
    }

    @Test
    void aBackupCanBeRestoredTwice() throws Exception {
        MemoryVersionStore disk = new MemoryVersionStore();
        var laptop = world.found("laptop", disk);
        publish(laptop, "a", "before");
        var first = successor(laptop, MemoryVersionStore.copyOf(disk));
        var second = successor(laptop, MemoryVersionStore.copyOf(disk));
        publish(first, "b", "first");
        publish(second, "b", "second");
        world.sync(first, laptop);
        world.sync(second, laptop);
        world.sync(first, second);
        world.sync(first, laptop);
        assertThat(first.device().replica().digest())
                .isEqualTo(second.device().replica().digest());
        assertThat(laptop.device().ledger().members()).hasSize(3);
    }

    @Test
    void theUserIsToldWhatItIsNow() throws Exception {
        MemoryVersionStore disk = new MemoryVersionStore();
        var laptop = world.found("laptop", disk);
        var restored = successor(laptop, MemoryVersionStore.copyOf(disk));
        assertThat(restored.device().warnings()).singleElement().asString().contains("restored", "'laptop'");
    }

    @Test
    void whoIsOutAdmitsNobodyButItsContactsAreThere() throws Exception {
        MemoryVersionStore disk = new MemoryVersionStore();
        var laptop = world.found("laptop");
        var phone = world.join(laptop, "phone", disk);
        publish(phone, "a", "before");
        DeviceId lost = phone.device().me();
        StatementBody.Revoke revoke = new StatementBody.Revoke(
                lost, Set.copyOf(laptop.device().ledger().ids()), Set.of(), Set.of());
        laptop.device()
                .handle(new im.kith.core.replica.Input.LocalStatements(List.of(laptop.device()
                        .ledger()
                        .state(
                                revoke,
                                im.kith.core.clock.Hlc.of(1L << 41, 0),
                                laptop.identity().signer()))));
        laptop.commit();
        world.sync(phone, laptop);
        assertThat(phone.device().ledger().standing(lost)).contains(Trust.Standing.OUT);
        Succession succession = succession(estate(phone, disk));
        assertThat(succession.member()).isFalse();
        assertThat(succession.change().statements()).isEmpty();
        var restored = world.open(
                new Founding(succession.identity(), phone.device().account(), succession.change()),
                MemoryVersionStore.copyOf(disk));
        assertThat(restored.device().warnings())
                .hasSize(2)
                .anyMatch(warning -> warning.contains("no longer a member"))
                .anyMatch(warning -> warning.contains("kith join") && warning.contains("kith export"));
    }

    @Test
    void anotherDevicesKeysAreRefused() throws Exception {
        MemoryVersionStore disk = new MemoryVersionStore();
        var laptop = world.found("laptop", disk);
        var phone = world.join(laptop, "phone");
        assertThatThrownBy(() -> estate(phone, disk)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> Succession.Estate.foreign(
                        laptop.identity(), disk.state().orElseThrow(), Map.of("account", Bytes.EMPTY), List.of()))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void whatTheOtherDeviceToldAndMetIsNotInherited() throws Exception {
        MemoryVersionStore disk = new MemoryVersionStore();
        var laptop = world.found("laptop", disk);
        var phone = world.join(laptop, "phone");
        world.sync(laptop, phone);
        Succession.Estate estate = estate(laptop, disk);
        assertThat(disk.settings().keySet()).anyMatch(name -> name.startsWith(Peers.SETTING));
        assertThat(succession(estate).inheritance(estate).settings().keySet())
                .noneMatch(name -> name.startsWith(Peers.SETTING))
                .anyMatch(name -> name.startsWith("secret/"));
    }
}
