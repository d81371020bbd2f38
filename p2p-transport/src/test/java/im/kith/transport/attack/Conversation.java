package im.kith.transport.attack;

import im.kith.core.replica.Frame;
import im.kith.transport.net.RawTls;
import im.kith.transport.wire.WireFrame;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A connection by hand that writes down all that comes, and answers pings. */
final class Conversation implements AutoCloseable {

    final RawTls tls;
    final List<WireFrame> heard = new CopyOnWriteArrayList<>();
    private volatile boolean over;

    Conversation(RawTls tls) {
        this.tls = tls;
        Thread reader = new Thread(this::listen, "mallory");
        reader.setDaemon(true);
        reader.start();
    }

    private void listen() {
        try {
            while (true) {
                WireFrame frame = tls.read();
                heard.add(frame);
                if (frame instanceof WireFrame.Ping) {
                    tls.send(new WireFrame.Pong());
                }
            }
        } catch (IOException end) {
            over = true;
        }
    }

    void say(Frame frame) throws IOException {
        tls.send(frame);
    }

    /** Says it although the other side may have hung up already, which is what the test is about. */
    void sayIfPossible(Frame frame) {
        try {
            tls.send(frame);
        } catch (IOException closed) {
            over = true;
        }
    }

    boolean isOver() {
        return over;
    }

    /** What the other side says as it closes this connection, which it must. */
    String farewell() {
        Awaitility.await().atMost(Victim.PATIENCE).until(() -> over || bye() != null);
        WireFrame.Bye bye = bye();
        return bye == null ? "" : bye.reason() + " " + bye.text();
    }

    private WireFrame.@Nullable Bye bye() {
        return heard.stream()
                .filter(frame -> frame instanceof WireFrame.Bye)
                .map(frame -> (WireFrame.Bye) frame)
                .findFirst()
                .orElse(null);
    }

    /** Waits for a frame of replication of this kind. */
    <T extends Frame> T await(Class<T> kind) {
        Awaitility.await().atMost(Victim.PATIENCE).until(() -> over || !of(kind).isEmpty());
        return of(kind).get(0);
    }

    <T extends Frame> List<T> of(Class<T> kind) {
        return heard.stream()
                .filter(frame -> frame instanceof WireFrame.Replication)
                .map(frame -> ((WireFrame.Replication) frame).frame())
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    @Override
    public void close() throws IOException {
        tls.close();
    }
}
