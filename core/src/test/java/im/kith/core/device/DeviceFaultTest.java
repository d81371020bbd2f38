package im.kith.core.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.kith.core.octets.Bytes;
import im.kith.core.replica.MemoryVersionStore;
import im.kith.core.replica.ReplicaId;
import im.kith.core.replica.StoreException;
import im.kith.core.xml.XmlElement;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Stores that fail, are rolled back or were copied (R7). */
class DeviceFaultTest {

    private static final String NODE = "storage:bookmarks";

    private final DeviceWorld world = new DeviceWorld();

    private static void publish(DeviceWorld.Member member, String id, String text) throws StoreException {
        XmlElement payload =
                XmlElement.builder("urn:example:note", "note").text(text).build();
        member.device().pubsub().publish(NODE, Optional.of(id), payload);
    }

    private static Optional<String> text(DeviceWorld.Member member, String id) throws StoreException {
        return member.device()
                .pubsub()
                .item(NODE, id)
                .map(item -> item.payload().text());
    }

    @ParameterizedTest
    @EnumSource(
            value = FaultyStore.Fault.class,
            names = {"BEFORE", "AFTER"})
    void aFailedCommitTellsNobodyAndLosesNothingThatWasReported(FaultyStore.Fault fault) throws Exception {
        FaultyStore store = new FaultyStore(new MemoryVersionStore());
        var laptop = world.found("laptop", store);
        publish(laptop, "reported", "kept");
        laptop.commit();
        laptop.events.clear();
        publish(laptop, "failed", "perhaps");
        store.fail(fault);
        assertThatThrownBy(laptop::commit).isInstanceOf(StoreException.class);
        assertThat(laptop.events).isEmpty();
        store.repair();
        laptop.reopen();
        assertThat(text(laptop, "reported")).contains("kept");
        assertThat(text(laptop, "failed").isPresent()).isEqualTo(fault == FaultyStore.Fault.AFTER);
        publish(laptop, "later", "goes on");
        laptop.commit();
        var phone = world.join(laptop, "phone");
        world.sync(laptop, phone);
        assertThat(text(phone, "later")).contains("goes on");
        assertThat(phone.device().replica().digest())
                .isEqualTo(laptop.device().replica().digest());
        assertThat(laptop.events).noneMatch(event -> event instanceof DeviceEvent.Warning);
    }

    @Test
    void aStoreThatFailsWhileADeviceIsReadingIsReported() throws Exception {
        FaultyStore store = new FaultyStore(new MemoryVersionStore());
        var laptop = world.found("laptop", store);
        publish(laptop, "a", "text");
        store.fail(FaultyStore.Fault.BEFORE);
        assertThatThrownBy(() -> text(laptop, "a")).isInstanceOf(StoreException.class);
    }

    @Test
    void aDeviceToldToTakeAFreshReplicaIdKeepsAllAndSaysSo() throws Exception {
        var laptop = world.found("laptop");
        var phone = world.join(laptop, "phone");
        publish(laptop, "before", "old");
        laptop.commit();
        ReplicaId before = laptop.device().replica().id();
        laptop.reopen(laptop.store(), true);
        assertThat(laptop.device().replica().id()).isNotEqualTo(before);
        assertThat(laptop.events).anyMatch(event -> isWarning(event, "replica-changed"));
        publish(laptop, "after", "new");
        laptop.commit();
        laptop.reopen();
        assertThat(laptop.device().replica().id()).isNotEqualTo(before);
        world.sync(laptop, phone);
        assertThat(text(phone, "before")).contains("old");
        assertThat(text(phone, "after")).contains("new");
        assertThat(phone.device().pubsub().items(NODE))
                .allMatch(item ->
                        item.publisher().equals(Optional.of(laptop.device().me())));
    }

    @Test
    void whatARolledBackStoreForgotComesBackFromTheOthers() throws Exception {
        MemoryVersionStore disk = new MemoryVersionStore();
        var laptop = world.found("laptop", disk);
        var phone = world.join(laptop, "phone");
        publish(laptop, "a", "first");
        laptop.commit();
        MemoryVersionStore backup = MemoryVersionStore.copyOf(disk);
        publish(laptop, "b", "second");
        laptop.commit();
        world.sync(laptop, phone);
        laptop.reopen(backup, false);
        assertThat(text(laptop, "b")).isEmpty();
        world.sync(laptop, phone);
        assertThat(text(laptop, "b")).contains("second");
        assertThat(laptop.events).anyMatch(event -> isWarning(event, "replica-changed"));
        publish(laptop, "c", "third");
        laptop.commit();
        world.sync(laptop, phone);
        assertThat(text(phone, "c")).contains("third");
        assertThat(phone.device().replica().digest())
                .isEqualTo(laptop.device().replica().digest());
    }

    @Test
    void settingsAreReadAsTheyWereSetAndKept() throws Exception {
        var laptop = world.found("laptop");
        laptop.device().setting("address/somebody", Optional.of(Bytes.utf8("127.0.0.1 5222")));
        assertThat(laptop.device().setting("address/somebody")).contains(Bytes.utf8("127.0.0.1 5222"));
        laptop.reopen();
        assertThat(laptop.device().setting("address/somebody")).contains(Bytes.utf8("127.0.0.1 5222"));
        laptop.device().setting("address/somebody", Optional.empty());
        assertThat(laptop.device().setting("address/somebody")).isEmpty();
    }

    @Test
    void aStoreThatDoesNotFitTogetherIsDamaged() throws Exception {
        var laptop = world.found("laptop");
        laptop.device().setting(Founding.ACCOUNT_SETTING, Optional.empty());
        laptop.commit();
        assertThatThrownBy(laptop::reopen)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.DAMAGED));
    }

    private static boolean isWarning(DeviceEvent event, String what) {
        return event instanceof DeviceEvent.Warning warning && warning.what().equals(what);
    }
}
