package im.kith.transport.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import im.kith.core.account.DeviceId;
import im.kith.core.octets.Bytes;
import im.kith.core.replica.Frame;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections that die, come twice, or come back. */
class ReconnectTest {

    private final TestAccount account = new TestAccount();

    @AfterEach
    void close() {
        account.close();
    }

    private TestDevice impatient(String name) throws Exception {
        return account.device(TestAccount.deviceId(name), TestAccount.IMPATIENT, List.of(TestAccount.V4));
    }

    @Test
    void aDeadPeerIsNoticedOnBothSides() throws Exception {
        TestDevice a = impatient("a");
        TestDevice b = impatient("b");
        try (SilentProxy cable = new SilentProxy(b.at())) {
            Link link = a.endpoint().dial(cable.at(), Optional.of(b.id)).get();
            b.link();
            long before = link.bytesIn();
            await().until(() -> link.bytesIn() > before + 200);
            assertThat(a.closed).as("pings keep an idle connection").isEmpty();
            cable.pull();
            await().until(() -> a.closed.size() == 1 && b.closed.size() == 1);
            assertThat(a.closed.get(0).cause()).isEqualTo(Closed.Cause.SILENT);
            assertThat(b.closed.get(0).cause()).isEqualTo(Closed.Cause.SILENT);
        }
    }

    @Test
    void whileReadingIsPausedSilenceMeansNothing() throws Exception {
        TestDevice a = impatient("a");
        TestDevice b = impatient("b");
        Link link = a.connect(b);
        b.link().pause();
        link.pause();
        long out = link.bytesOut();
        await().until(() -> link.bytesOut() > out + 10 * 28);
        assertThat(a.closed).isEmpty();
        assertThat(b.closed).isEmpty();
        link.resume();
        b.open.get(0).resume();
        link.send(new Frame.LedgerIds(List.of()));
        await().until(() -> b.received.contains(new Frame.LedgerIds(List.of())));
    }

    @Test
    void thePulledCableIsForgottenWhenItIsPluggedIn() throws Exception {
        TestDevice a = impatient("a");
        TestDevice b = impatient("b");
        try (SilentProxy cable = new SilentProxy(b.at())) {
            Dialer dialer = a.endpoint().dialer(new Random(1));
            dialer.sighted("instance", List.of(cable.at()));
            await().until(() -> a.endpoint().connected(b.id));
            cable.pull();
            await().until(() -> !a.endpoint().connected(b.id));
            cable.plugIn();
            await().until(() -> a.endpoint().connected(b.id));
            await().until(() -> a.open.size() == 1 && b.open.size() == 1);
        }
    }

    @Test
    void ofTwoThatDialEachOtherAtOnceBothKeepTheSameConnection() throws Exception {
        for (int round = 0; round < 20; round++) {
            try (TestAccount fresh = new TestAccount()) {
                TestDevice a = fresh.device("a");
                TestDevice b = fresh.device("b");
                var there = a.endpoint().dial(b.at(), Optional.empty());
                var back = b.endpoint().dial(a.at(), Optional.empty());
                await().until(() -> there.isDone() && back.isDone());
                await().until(() -> a.open.size() == 1
                        && b.open.size() == 1
                        && a.endpoint().connected(b.id)
                        && b.endpoint().connected(a.id));
                assertThat(a.open.get(0).outbound()).isNotEqualTo(b.open.get(0).outbound());
                assertThat(a.closed).allMatch(c -> !c.redial());
                assertThat(b.closed).allMatch(c -> !c.redial());
            }
        }
    }

    @Test
    void aDiallerThatIsConnectedAlreadyTurnsBackBeforeItsHello() throws Exception {
        TestDevice a = account.device("a");
        TestDevice b = account.device("b");
        Link link = a.connect(b);
        b.link();
        DialException again = a.failure(b.at(), Optional.empty());
        assertThat(again.kind()).isEqualTo(DialException.Kind.DUPLICATE);
        assertThat(again.device()).contains(b.id);
        assertThat(b.failure(a.at(), Optional.empty()).kind()).isEqualTo(DialException.Kind.DUPLICATE);
        await().until(() -> a.open.equals(List.of(link)));
        link.send(new Frame.LedgerIds(List.of()));
        await().until(() -> b.received.contains(new Frame.LedgerIds(List.of())));
    }

    @Test
    void aRestartedPeerIsDialledUntilItIsBack() throws Exception {
        TestDevice a = account.device("a");
        TestDevice b = account.device("b");
        int port = b.endpoint().port();
        a.endpoint().dialer(new Random(1)).peer("localhost", port);
        await().until(() -> a.endpoint().connected(b.id));
        b.close();
        await().until(() -> !a.endpoint().connected(b.id));
        TestDevice again = account.start(b.id, b.config().identity(), Timings.STANDARD, List.of(TestAccount.V4), port);
        await().until(() -> a.endpoint().connected(b.id) && again.open.size() == 1);
    }

    @Test
    void aRestartedDiallerReplacesItsOldConnection() throws Exception {
        DeviceId id = TestAccount.deviceId("a");
        TestDevice a = account.device("a");
        TestDevice b = account.device("b");
        try (SilentProxy cable = new SilentProxy(b.at())) {
            a.endpoint().dial(cable.at(), Optional.empty()).get();
            Link old = b.link();
            cable.pull();
            a.close();
            TestDevice again = account.start(id, a.config().identity(), Timings.STANDARD, List.of(), 0);
            again.connect(b);
            await().until(() -> b.open.size() == 1 && !b.open.contains(old));
        }
    }

    @Test
    void theDiallerComesBackWithItsOtherDiscoveryKey() throws Exception {
        TestDevice a = account.device("a");
        try (TestAccount behind = new TestAccount()) {
            behind.directory.putAll(account.directory);
            TestDevice b = behind.device("b");
            account.directory.putAll(behind.directory);
            account.keys = List.of(Bytes.sha256(Bytes.utf8("new")), account.discoveryKey);
            a.endpoint().dialer(new Random(1)).remembered(b.id, List.of(b.at()));
            await().until(() -> a.endpoint().connected(b.id));
        }
    }
}
