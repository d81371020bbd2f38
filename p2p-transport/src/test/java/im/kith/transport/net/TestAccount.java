package im.kith.transport.net;

import im.kith.core.account.DeviceId;
import im.kith.core.octets.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An account whose devices live on the loopback interface of one JVM. */
final class TestAccount implements AutoCloseable {

    static final SecureRandom RANDOM = new SecureRandom();
    static final InetAddress V4 = address("127.0.0.1");
    static final InetAddress V6 = address("::1");

    /** The protocol's, but as short as tests want to wait. */
    static final Timings IMPATIENT = new Timings(
            Duration.ofSeconds(2),
            Duration.ofMillis(400),
            Duration.ofMillis(900),
            Duration.ofMillis(900),
            Duration.ofMillis(200),
            Duration.ofMillis(500),
            Duration.ofMillis(1000),
            Duration.ofSeconds(20),
            Duration.ofMillis(200));

    final Bytes discoveryKey = Bytes.sha256(Bytes.utf8("discovery"));
    volatile List<Bytes> keys = List.of(discoveryKey);
    final Map<Bytes, DeviceId> directory = new ConcurrentHashMap<>();
    private final List<TestDevice> devices = new CopyOnWriteArrayList<>();

    static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(literal, e);
        }
    }

    static DeviceId deviceId(String name) {
        return new DeviceId(Bytes.sha256(Bytes.utf8(name)));
    }

    static TlsIdentity identity() {
        try {
            return TlsIdentity.of(TlsIdentity.newKeys(RANDOM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A member that listens on 127.0.0.1. */
    TestDevice device(String name) throws IOException {
        return device(deviceId(name), Timings.STANDARD, List.of(V4));
    }

    TestDevice device(DeviceId id, Timings timings, List<InetAddress> listen) throws IOException {
        TlsIdentity identity = identity();
        directory.put(identity.keyHash(), id);
        return start(id, identity, timings, listen, 0);
    }

    /** A device that knows the discovery key and the members, but that no member knows. */
    TestDevice stranger() throws IOException {
        TlsIdentity identity = identity();
        return start(deviceId("stranger"), identity, Timings.STANDARD, List.of(V4), 0);
    }

    TestDevice start(DeviceId id, TlsIdentity identity, Timings timings, List<InetAddress> listen, int port)
            throws IOException {
        TestDevice device = new TestDevice(id);
        device.start(new EndpointConfig(
                Optional.of(id),
                identity,
                hash -> Optional.ofNullable(directory.get(hash)).stream().toList(),
                () -> keys,
                listen,
                port,
                RANDOM,
                timings));
        devices.add(device);
        return device;
    }

    @Override
    public void close() {
        devices.forEach(TestDevice::close);
    }
}
