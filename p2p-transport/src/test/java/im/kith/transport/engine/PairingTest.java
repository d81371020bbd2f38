package im.kith.transport.engine;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import im.kith.core.account.DeviceId;
import im.kith.core.device.Device;
import im.kith.core.device.Founding;
import im.kith.core.octets.Bytes;
import im.kith.transport.engine.Machines.Machine;
import im.kith.transport.pairing.Invitation;
import im.kith.transport.pairing.PairingCode;
import im.kith.transport.pairing.PairingFailure.Kind;
import im.kith.transport.wire.ByeReason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Inviting and joining over real connections on the loopback interface. */
@Timeout(120)
class PairingTest {

    @TempDir
    private Path directory = Path.of("");

    private Machines machines = new Machines(directory);
    private PairingCode code = PairingCode.random(machines.random());

    @BeforeEach
    void start() {
        machines = new Machines(directory);
        code = PairingCode.random(machines.random());
    }

    @AfterEach
    void close() throws Exception {
        machines.close();
    }

    private Machine inviter() throws Exception {
        Machine laptop = machines.found("laptop");
        laptop.connect(Machines.SILENT);
        return laptop;
    }

    private InvitationDesk invite(Machine machine) {
        Invitation invitation = new Invitation(code, Duration.ofMinutes(10), Clock.systemUTC(), machines.random());
        return new InvitationDesk(machine.kith().device(), machine.network(), invitation);
    }

    private Joining joining(PairingCode with) throws IOException {
        return new Joining(with, "phone", Clock.systemUTC(), machines.random());
    }

    /** Another code than the right one. */
    private PairingCode wrong() throws Exception {
        return PairingCode.parse(code.print().equals("1234 5678") ? "8765 4321" : "1234 5678");
    }

    private static CompletableFuture<InvitationDesk.Joined> waiting(InvitationDesk desk) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return desk.await();
            } catch (PairingException | InterruptedException e) {
                throw new CompletionException(e);
            }
        });
    }

    private static void assertFails(CompletableFuture<?> waiting, Kind kind) {
        assertThatThrownBy(() -> waiting.get(30, SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                        PairingException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    private static void assertFails(Joining joining, Machine by, Kind kind) {
        assertThatThrownBy(() -> joining.by(by.address()))
                .isInstanceOfSatisfying(
                        PairingException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    private static int devices(Machine machine) throws Exception {
        return machine.kith().call(device -> device.ledger().devices().size());
    }

    @Test
    void theRightCodeMakesAMemberThatReplicatesAtOnce() throws Exception {
        Machine laptop = inviter();
        laptop.add("juliet");
        Machine phone = machines.bare("phone");
        try (InvitationDesk desk = invite(laptop);
                Joining joining = joining(code)) {
            var waiting = waiting(desk);
            Founding founding = joining.by(laptop.address());
            InvitationDesk.Joined joined = waiting.get(30, SECONDS);
            assertThat(joined.name()).isEqualTo("phone");
            DeviceId id = founding.identity().in(founding.account());
            assertThat(joined.device()).isEqualTo(id);
            phone.make(founding);
            assertThat(phone.id()).isEqualTo(id);
        }
        phone.connect(phone.towards(laptop));
        phone.shows("juliet");
        phone.add("nurse");
        laptop.shows("juliet", "nurse");
    }

    @Test
    void aWrongCodeEndsTheInvitationAtTheThirdTry() throws Exception {
        Machine laptop = inviter();
        try (InvitationDesk desk = invite(laptop)) {
            var waiting = waiting(desk);
            for (int i = 0; i < 3; i++) {
                try (Joining joining = joining(wrong())) {
                    assertFails(joining, laptop, Kind.WRONG_CODE);
                }
            }
            assertFails(waiting, Kind.EXHAUSTED);
            try (Joining joining = joining(code)) {
                assertFails(joining, laptop, Kind.EXHAUSTED);
            }
        }
        assertThat(devices(laptop)).isEqualTo(1);
    }

    @Test
    void theJoinerTriesItsCodeThreeTimesOnly() throws Exception {
        Machine laptop = inviter();
        try (Joining joining = joining(wrong())) {
            for (int i = 0; i < 3; i++) {
                InvitationDesk desk = invite(laptop);
                assertFails(joining, laptop, Kind.WRONG_CODE);
                desk.close();
            }
            InvitationDesk desk = invite(laptop);
            assertFails(joining, laptop, Kind.EXHAUSTED);
            desk.close();
        }
    }

    @Test
    void afterAWrongCodeTheRightOneStillJoins() throws Exception {
        Machine laptop = inviter();
        try (InvitationDesk desk = invite(laptop);
                Joining mistaken = joining(wrong());
                Joining joining = joining(code)) {
            assertFails(mistaken, laptop, Kind.WRONG_CODE);
            assertThat(joining.by(laptop.address()).account())
                    .isEqualTo(laptop.kith().call(Device::account));
            assertThat(waiting(desk).get(30, SECONDS).name()).isEqualTo("phone");
        }
    }

    @Test
    void aCancelledInvitationIsOverAndAnswersNobody() throws Exception {
        Machine laptop = inviter();
        InvitationDesk desk = invite(laptop);
        var waiting = waiting(desk);
        desk.close();
        assertFails(waiting, Kind.REFUSED);
        try (Joining joining = joining(code)) {
            assertThatThrownBy(() -> joining.by(laptop.address())).isInstanceOf(IOException.class);
        }
    }

    @Test
    void whoIsInTheMiddleOfJoiningHearsThatTheInvitationWasCancelled() throws Exception {
        Machine laptop = inviter();
        InvitationDesk desk = invite(laptop);
        try (RawJoiner joiner = new RawJoiner(code, machines.random())) {
            joiner.dial(laptop.address());
            joiner.confirmed.get(30, SECONDS);
            desk.close();
            assertThat(joiner.failed.get(30, SECONDS)).isEqualTo(Kind.REFUSED);
            await().until(joiner.closed::isDone);
        }
    }

    @Test
    void aJoinerThatDisconnectsBeforeItIsAdmittedEndsTheInvitation() throws Exception {
        Machine laptop = inviter();
        try (InvitationDesk desk = invite(laptop);
                RawJoiner joiner = new RawJoiner(code, machines.random())) {
            var waiting = waiting(desk);
            joiner.dial(laptop.address());
            joiner.received.get(30, SECONDS);
            joiner.link().close(ByeReason.OTHER, "changed my mind");
            assertFails(waiting, Kind.DISCONNECTED);
        }
        assertThat(devices(laptop)).isEqualTo(1);
    }

    @Test
    void aJoinerThatDisconnectsBeforeItProvesTheCodeCostsNothing() throws Exception {
        Machine laptop = inviter();
        try (InvitationDesk desk = invite(laptop);
                Joining joining = joining(code)) {
            try (RawJoiner joiner = new RawJoiner(wrong(), machines.random())) {
                joiner.dial(laptop.address());
                joiner.link().close(ByeReason.OTHER, "changed my mind");
                await().until(joiner.closed::isDone);
            }
            joining.by(laptop.address());
            assertThat(waiting(desk).get(30, SECONDS).name()).isEqualTo("phone");
        }
    }

    @Test
    void aSecondJoinerIsRefused() throws Exception {
        Machine laptop = inviter();
        InvitationDesk desk = invite(laptop);
        try (RawJoiner first = new RawJoiner(code, machines.random());
                Joining second = joining(code)) {
            first.dial(laptop.address());
            first.confirmed.get(30, SECONDS);
            assertFails(second, laptop, Kind.USED);
        }
        desk.close();
        assertThat(devices(laptop)).isEqualTo(1);
    }

    @Test
    void aRequestForOtherKeysThanTheConnectionsIsRefused() throws Exception {
        Machine laptop = inviter();
        try (InvitationDesk desk = invite(laptop);
                RawJoiner joiner = new RawJoiner(code, machines.random())) {
            var waiting = waiting(desk);
            joiner.dial(laptop.address());
            LedgerParcel parcel = LedgerParcel.decode(joiner.received.get(30, SECONDS));
            joiner.askWithOtherKeys(parcel);
            assertFails(waiting, Kind.PROTOCOL);
            assertThat(joiner.failed.get(30, SECONDS)).isEqualTo(Kind.REFUSED);
        }
        assertThat(devices(laptop)).isEqualTo(1);
    }

    @Test
    void onePairingAdmitsOneDevice() throws Exception {
        Machine laptop = inviter();
        try (InvitationDesk desk = invite(laptop);
                RawJoiner joiner = new RawJoiner(code, machines.random())) {
            var waiting = waiting(desk);
            joiner.dial(laptop.address());
            LedgerParcel parcel = LedgerParcel.decode(joiner.received.get(30, SECONDS));
            joiner.ask(parcel, "phone");
            joiner.ask(parcel, "another phone");
            assertThat(waiting.get(30, SECONDS).name()).isEqualTo("phone");
            assertThat(joiner.failed.get(30, SECONDS)).isEqualTo(Kind.REFUSED);
        }
        assertThat(devices(laptop)).isEqualTo(2);
    }

    @Test
    void aRequestThatIsGarbageIsRefused() throws Exception {
        Machine laptop = inviter();
        try (InvitationDesk desk = invite(laptop);
                RawJoiner joiner = new RawJoiner(code, machines.random())) {
            var waiting = waiting(desk);
            joiner.dial(laptop.address());
            joiner.received.get(30, SECONDS);
            joiner.send(Bytes.utf8("let me in"));
            assertFails(waiting, Kind.PROTOCOL);
        }
        assertThat(devices(laptop)).isEqualTo(1);
    }

    @Test
    void joiningWhereNobodyListensFails() throws Exception {
        Machine laptop = inviter();
        var address = laptop.address();
        laptop.stop();
        try (Joining joining = joining(code)) {
            assertThatThrownBy(() -> joining.by(address)).isInstanceOf(IOException.class);
        }
    }
}
