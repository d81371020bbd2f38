package im.kith.transport.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import im.kith.core.contacts.AddressBook;
import im.kith.core.contacts.ContactEdit;
import im.kith.core.device.DeviceEvent;
import im.kith.transport.engine.Machines.Machine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Devices with real homes on the loopback interface: found, connected, replicated. */
@Timeout(120)
class NetworkTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PER_PASS = Duration.ofSeconds(3);
    private static final Duration SHORT = Duration.ofMillis(200);

    @TempDir
    private static Path directory = Path.of("");

    private static int runs;

    private Machines machines = new Machines(directory);

    @BeforeAll
    static void patience() {
        Awaitility.setDefaultTimeout(PATIENCE);
    }

    @BeforeEach
    void start() {
        machines = new Machines(directory.resolve("run" + ++runs));
    }

    @AfterEach
    void close() throws Exception {
        machines.close();
    }

    @Test
    void devicesFindEachOtherByMulticastAndReplicateBothWays() throws Exception {
        Machine laptop = machines.found("laptop");
        Machine phone = machines.join(laptop, "phone");
        laptop.add("juliet");
        laptop.connect(Machines.MDNS);
        phone.connect(Machines.MDNS);
        phone.shows("juliet");
        phone.add("nurse");
        laptop.shows("juliet", "nurse");
        assertThat(laptop.network().connected()).containsOnlyKeys(phone.id());
        assertThat(phone.events).anyMatch(event -> event instanceof DeviceEvent.BookChanged);
        assertThat(laptop.events).noneMatch(event -> event instanceof DeviceEvent.Warning);
    }

    @Test
    void aDeviceThatIsToldWhereTheOtherIsNeedsNoMulticast() throws Exception {
        Machine laptop = machines.found("laptop");
        Machine phone = machines.join(laptop, "phone");
        laptop.connect(Machines.SILENT);
        phone.connect(phone.towards(laptop));
        laptop.add("juliet");
        phone.shows("juliet");
    }

    @Test
    void threeDevicesHoldTheSameAndHearOfEachOthersAdmission() throws Exception {
        Machine laptop = machines.found("laptop");
        Machine phone = machines.join(laptop, "phone");
        Machine server = machines.join(phone, "server");
        laptop.connect(Machines.SILENT);
        phone.connect(phone.towards(laptop));
        // the laptop has not heard of the server yet: only after the phone has told it does it let it in
        server.connect(server.towards(laptop));
        laptop.connectedWith(phone, server);
        server.add("juliet");
        laptop.shows("juliet");
        phone.shows("juliet");
        phone.add("nurse");
        server.shows("juliet", "nurse");
    }

    @Test
    void afterAStartADeviceFindsTheOtherWhereItWasBefore() throws Exception {
        Machine laptop = machines.found("laptop");
        Machine phone = machines.join(laptop, "phone");
        laptop.connect(Machines.SILENT);
        phone.connect(phone.towards(laptop));
        phone.connectedWith(laptop);
        await().until(() -> phone.kith()
                .call(device -> device.setting("address/" + laptop.id()).isPresent()));
        phone.restart();
        laptop.add("juliet");
        phone.connect(Machines.SILENT);
        phone.shows("juliet");
    }

    @Test
    void editsMadeApartAreBothThereWhenTheDevicesMeetAgain() throws Exception {
        Machine laptop = machines.found("laptop");
        Machine phone = machines.join(laptop, "phone");
        laptop.add("juliet");
        laptop.connect(Machines.SILENT);
        phone.connect(phone.towards(laptop));
        phone.shows("juliet");
        phone.restart();
        laptop.connectedWith();
        laptop.edit(new ContactEdit(Optional.of("Juliet M."), List.of(), List.of(), List.of(), List.of()));
        phone.edit(new ContactEdit(Optional.empty(), List.of(), List.of(), List.of("Family"), List.of()));
        phone.connect(phone.towards(laptop));
        for (Machine machine : List.of(laptop, phone)) {
            await().until(() -> machine.kith()
                    .call(device -> device.book().list(AddressBook.Sort.NAME).stream()
                            .allMatch(view -> view.contact().name().equals(Optional.of("Juliet M."))
                                    && view.groups().size() == 1)));
        }
    }

    @Test
    void aPassTellsWhoWasReachedAndWhatWentOver() throws Exception {
        Machine laptop = machines.found("laptop");
        Machine phone = machines.join(laptop, "phone");
        Machine absent = machines.join(laptop, "absent");
        laptop.add("juliet");
        int versions = laptop.kith().call(device -> device.replica().size());
        laptop.connect(Machines.SILENT);
        phone.connect(phone.towards(laptop));
        phone.shows("juliet");
        laptop.connectedWith(phone);
        Pass.Report report = await().until(
                        () -> phone.pass(PER_PASS), each -> !each.reached().isEmpty());
        assertThat(report.reached()).containsExactly(laptop.id());
        assertThat(report.missed()).containsExactly(absent.id());
        assertThat(report.bytesIn()).isPositive();
        assertThat(report.bytesOut()).isPositive();
        assertThat(report.sent()).isZero();
        assertThat(report.received()).isLessThanOrEqualTo(versions);
        assertThat(report.millis()).isNotNegative();
    }

    @Test
    void aPassCountsTheVersionsThatWereLacking() throws Exception {
        Machine laptop = machines.found("laptop");
        Machine phone = machines.join(laptop, "phone");
        laptop.add("juliet");
        int versions = laptop.kith().call(device -> device.replica().size());
        laptop.connect(Machines.SILENT);
        phone.connect(phone.towards(laptop));
        Pass.Report first = phone.pass(PATIENCE);
        assertThat(first.reached()).containsExactly(laptop.id());
        assertThat(first.missed()).isEmpty();
        Pass.Report again = phone.pass(PATIENCE);
        assertThat(again.reached()).containsExactly(laptop.id());
        assertThat(again.received()).isZero();
        assertThat(again.sent()).isZero();
        int held = phone.kith().call(device -> device.replica().size());
        assertThat(held).isEqualTo(versions);
    }

    @Test
    void aDeviceThatGoesAwayIsNoLongerConnectedAndMissedByAPass() throws Exception {
        Machine laptop = machines.found("laptop");
        Machine phone = machines.join(laptop, "phone");
        laptop.connect(Machines.SILENT);
        phone.connect(phone.towards(laptop));
        laptop.connectedWith(phone);
        var id = phone.id();
        phone.stop();
        laptop.connectedWith();
        Pass.Report report = laptop.pass(SHORT);
        assertThat(report.reached()).isEmpty();
        assertThat(report.missed()).containsExactly(id);
        assertThat(report.millis()).isZero();
        laptop.add("juliet");
        laptop.shows("juliet");
    }

    @Test
    void aPassOfAnOnlyDeviceIsOverAtOnce() throws Exception {
        Machine laptop = machines.found("laptop");
        laptop.connect(Machines.SILENT);
        Pass.Report report = laptop.pass(PATIENCE);
        assertThat(report.reached()).isEmpty();
        assertThat(report.missed()).isEmpty();
    }

    @Test
    void aListenerThatThrowsHarmsNothing() throws Exception {
        Machine laptop = machines.found("laptop");
        Machine phone = machines.join(laptop, "phone");
        laptop.kith().subscribe(event -> {
            throw new IllegalStateException("a listener with a bug");
        });
        laptop.connect(Machines.SILENT);
        phone.connect(phone.towards(laptop));
        laptop.add("juliet");
        phone.shows("juliet");
        phone.add("nurse");
        laptop.shows("juliet", "nurse");
        assertThat(laptop.network().connected()).hasSize(1);
        assertThat(phone.events.stream().filter(event -> event instanceof DeviceEvent.Passed))
                .hasSize(1);
    }

    @Test
    void theDeviceStaysOpenWhenItLeavesTheNetwork() throws Exception {
        Machine laptop = machines.found("laptop");
        Machine phone = machines.join(laptop, "phone");
        laptop.connect(Machines.SILENT);
        phone.connect(phone.towards(laptop));
        laptop.connectedWith(phone);
        phone.network().close();
        laptop.connectedWith();
        phone.add("juliet");
        phone.shows("juliet");
        phone.kith().close();
        phone.kith().close();
    }

    @Test
    void aPortThatIsTakenIsToldAndTheDeviceGoesOn() throws Exception {
        Machine laptop = machines.found("laptop");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            NetworkOptions options = new NetworkOptions(
                    taken.getLocalPort(), Machines.LOOPBACK, true, List.of(InetSocketAddress.createUnresolved("x", 1)));
            assertThatThrownBy(() -> laptop.connect(options)).isInstanceOf(IOException.class);
        }
        assertThat(laptop.kith().network()).isEmpty();
        laptop.add("juliet");
        laptop.connect(Machines.SILENT);
        assertThat(laptop.network().listeningPort()).isPositive();
    }
}
