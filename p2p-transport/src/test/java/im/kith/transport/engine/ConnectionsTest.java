package im.kith.transport.engine;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.account.DeviceId;
import im.kith.core.device.Device;
import im.kith.core.device.DeviceSetup;
import im.kith.core.device.Founding;
import im.kith.core.ed25519.Ed25519Suite;
import im.kith.core.octets.Bytes;
import im.kith.core.replica.BatchVerifier;
import im.kith.core.replica.Frame;
import im.kith.core.replica.MemoryVersionStore;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.VersionVector;
import im.kith.transport.net.Link;
import im.kith.transport.wire.ByeReason;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Links and the device's thread, joined. */
@Timeout(60)
class ConnectionsTest {

    private static final int MANY = 200;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final DeviceThread device = open();
    private final Connections connections =
            new Connections(device, timer, Clock.systemUTC(), new PassCounter(), e -> {});

    private static DeviceThread open() {
        try {
            SecureRandom random = new SecureRandom();
            Founding founding = Founding.found("laptop", Optional.empty(), Instant.now(), random);
            MemoryVersionStore store = new MemoryVersionStore();
            store.commit(founding.first(), Instant.now());
            DeviceSetup setup = new DeviceSetup(
                    founding.identity(),
                    store,
                    BatchVerifier.inSequence(new Ed25519Suite()),
                    Clock.systemUTC(),
                    random);
            return new DeviceThread(() -> Device.open(setup, false));
        } catch (StoreException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void connect() {
        device.connect(connections, connections::restart);
    }

    @AfterEach
    void close() {
        device.close();
        timer.shutdownNow();
    }

    /** A link that is slow to pause: by then the device has taken all that waited. */
    private final class SlowToPause implements Link {
        private volatile boolean paused;
        private final CountDownLatch pausing = new CountDownLatch(1);

        @Override
        public DeviceId peer() {
            return new DeviceId(Bytes.wrap(new byte[DeviceId.LENGTH]));
        }

        @Override
        public InetSocketAddress remote() {
            return InetSocketAddress.createUnresolved("peer", 1);
        }

        @Override
        public boolean outbound() {
            return true;
        }

        @Override
        public void send(Frame frame) {}

        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public void pause() {
            pausing.countDown();
            device.submit(Device::me).join();
            paused = true;
        }

        @Override
        public void resume() {
            paused = false;
        }

        @Override
        public void close(ByeReason reason, String text) {}

        @Override
        public long bytesIn() {
            return 0;
        }

        @Override
        public long bytesOut() {
            return 0;
        }
    }

    @Test
    void aLinkIsReadAgainWhenTheDeviceHasTakenAllHoweverTheThreadsRun() {
        SlowToPause link = new SlowToPause();
        connections.opened(link);
        device.submit(Device::me).join();
        var unused = device.submit(owned -> {
            link.pausing.await();
            return true;
        });
        Frame frame = new Frame.Done(VersionVector.EMPTY, Bytes.EMPTY, Bytes.EMPTY);
        for (int i = 0; i < MANY && link.pausing.getCount() > 0; i++) {
            connections.received(link, frame);
        }
        assertThat(link.pausing.getCount()).isZero();
        assertThat(link.paused).isFalse();
    }

    @Test
    void wakingLateDoesNoHarmWhenTheNetworkIsLeft() {
        timer.shutdownNow();
        connections.wakeAt(Instant.now());
    }
}
