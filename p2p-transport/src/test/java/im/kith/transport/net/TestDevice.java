package im.kith.transport.net;

import static org.awaitility.Awaitility.await;

import im.kith.core.account.DeviceId;
import im.kith.core.replica.Frame;
import im.kith.transport.wire.Samples;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An endpoint that says hello on every link, and writes down what it is told. */
final class TestDevice implements LinkListener, AutoCloseable {

    final DeviceId id;
    volatile boolean polite = true;
    final List<Link> opened = new CopyOnWriteArrayList<>();
    final List<Frame> received = new CopyOnWriteArrayList<>();
    final List<Closed> closed = new CopyOnWriteArrayList<>();
    final List<Link> open = new CopyOnWriteArrayList<>();
    final AtomicInteger writable = new AtomicInteger();
    private @Nullable Endpoint endpoint;
    private @Nullable EndpointConfig config;

    TestDevice(DeviceId id) {
        this.id = id;
    }

    void start(EndpointConfig with) throws IOException {
        config = with;
        endpoint = Endpoint.start(with, this);
    }

    Endpoint endpoint() {
        return Objects.requireNonNull(endpoint);
    }

    EndpointConfig config() {
        return Objects.requireNonNull(config);
    }

    InetSocketAddress at(InetAddress address) {
        return new InetSocketAddress(address, endpoint().port());
    }

    InetSocketAddress at() {
        return at(TestAccount.V4);
    }

    /** Dials {@code other} and waits for its hello. */
    Link connect(TestDevice other) throws Exception {
        return endpoint().dial(other.at(), Optional.of(other.id)).get(20, TimeUnit.SECONDS);
    }

    /** Why dialling {@code address} fails, which it must. */
    DialException failure(InetSocketAddress address, Optional<DeviceId> expected)
            throws InterruptedException, TimeoutException {
        try {
            Link link = endpoint().dial(address, expected).get(20, TimeUnit.SECONDS);
            throw new AssertionError("connected: " + link);
        } catch (ExecutionException e) {
            return (DialException) Objects.requireNonNull(e.getCause());
        }
    }

    /** The link that there is when the other side's hello has arrived. */
    Link link() {
        await().until(() -> open.size() == 1 && received.stream().anyMatch(f -> f instanceof Frame.Hello));
        return open.get(0);
    }

    @Override
    public void opened(Link link) {
        opened.add(link);
        open.add(link);
        if (polite) {
            link.send(Samples.hello(id));
        }
    }

    @Override
    public void received(Link link, Frame frame) {
        received.add(frame);
    }

    @Override
    public void writable(Link link) {
        writable.incrementAndGet();
    }

    @Override
    public void closed(Link link, Closed why) {
        open.remove(link);
        closed.add(why);
    }

    @Override
    public void close() {
        if (endpoint != null) {
            endpoint.close();
        }
    }
}
