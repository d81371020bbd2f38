package im.kith.core.replica.sim;

import im.kith.core.account.DeviceId;
import im.kith.core.replica.ConnectionId;
import im.kith.core.replica.Effect;
import im.kith.core.replica.Frame;
import im.kith.core.replica.Input;
import im.kith.core.replica.Notice;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Devices, the network between them and virtual time: carries out effects, loses what a real world would lose. */
final class World {

    private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

    final List<SimNode> nodes = new ArrayList<>();
    final List<Link> links = new ArrayList<>();
    final Oracle oracle;
    final Tally tally = new Tally();
    final Crimes crimes = new Crimes();
    Instant time = EPOCH;

    private final Consumer<String> trace;
    private long connections;

    World(Consumer<String> trace) {
        this.trace = trace;
        this.oracle = new Oracle(this);
    }

    void say(String line) {
        trace.accept(line);
    }

    SimNode addNode(DeviceId device, Duration skew, long seed) throws StoreException {
        SimNode node = new SimNode(nodes.size(), device, skew, seed);
        nodes.add(node);
        carryOut(node, node.reload(false), null);
        return node;
    }

    Instant clockOf(SimNode node) {
        return time.plus(node.skew);
    }

    List<SimNode> alive() {
        return nodes.stream().filter(n -> !n.dead).toList();
    }

    /** Homes that are neither lost nor stolen nor revoked by an honest user: these must agree in the end. */
    List<SimNode> good() {
        return nodes.stream()
                .filter(n -> !n.dead && !n.stolen && !crimes.guilty.contains(n.device))
                .toList();
    }

    /** One step of {@code node}; false if it crashed on the way. */
    boolean step(SimNode node, Input input) throws StoreException {
        return step(node, input, null);
    }

    /** One step that, when committed, is what the user's operation {@code op} made. */
    boolean step(SimNode node, Input input, Oracle.@Nullable Draft op) throws StoreException {
        return carryOut(node, node.replica.step(input, clockOf(node)), op);
    }

    boolean carryOut(SimNode node, List<Effect> effects, Oracle.@Nullable Draft op) throws StoreException {
        for (Effect effect : effects) {
            if (effect instanceof Effect.Persist persist) {
                SimNode.Fault fault = node.fault;
                node.fault = SimNode.Fault.NONE;
                if (fault == SimNode.Fault.COMMIT_FAILS) {
                    say("    " + node.name() + " fails to commit");
                    crash(node);
                    return false;
                }
                node.store.commit(persist.change(), clockOf(node));
                for (Version version : persist.change().insert()) {
                    say("    " + node.name() + " stores " + version + " ctx"
                            + version.header().context() + " hlc "
                            + version.header().hlc());
                }
                if (op != null) {
                    oracle.record(op, persist.change().insert().get(0));
                }
                if (fault == SimNode.Fault.CRASH_AFTER_COMMIT) {
                    say("    " + node.name() + " crashes after the commit");
                    crash(node);
                    return false;
                }
            } else {
                carryOut(node, effect);
            }
        }
        return true;
    }

    private void carryOut(SimNode node, Effect effect) throws StoreException {
        if (effect instanceof Effect.Send send) {
            Optional<Link> link = link(send.connection());
            if (link.isPresent()) {
                link.get().other(node).inbox.add(send.frame());
                tally.sent(this, link.get(), node, send.frame());
            }
        } else if (effect instanceof Effect.Ready ready) {
            link(ready.connection()).ifPresent(link -> link.end(node).ready = true);
        } else if (effect instanceof Effect.Close close) {
            say("    " + node.name() + " closes " + close.connection() + ": " + close.reason() + ", " + close.text());
            Optional<Link> link = link(close.connection());
            boolean honest =
                    !node.stolen && link.filter(l -> l.other(node).node.stolen).isEmpty();
            tally.closed(close.reason(), honest);
            if (link.isPresent()) {
                cut(link.get(), node);
            }
        } else if (effect instanceof Effect.WakeAt wake) {
            node.wake = wake.time();
        } else if (effect instanceof Effect.Notify notify) {
            tally.told(notify.notice());
            if (!(notify.notice() instanceof Notice.ItemsChanged || notify.notice() instanceof Notice.Written)) {
                say("    " + node.name() + " tells " + notify.notice());
            }
        }
    }

    private Optional<Link> link(ConnectionId id) {
        return links.stream().filter(l -> l.id.equals(id)).findFirst();
    }

    @Nullable
    Link connect(SimNode a, SimNode b) throws StoreException {
        boolean already = links.stream().anyMatch(l -> l.joins(a) && l.joins(b));
        if (a == b || a.dead || b.dead || a.part != b.part || already) {
            return null;
        }
        Link link = new Link(new ConnectionId(++connections), a, b);
        links.add(link);
        say("  connect " + link.id + " " + a.name() + " " + b.name());
        step(a, new Input.Opened(link.id, b.device));
        if (link.open) {
            step(b, new Input.Opened(link.id, a.device));
        }
        return link;
    }

    void cut(Link link) throws StoreException {
        cut(link, null);
    }

    /** Cuts {@code link}, what is in flight is lost; {@code knows} has forgotten it already. */
    private void cut(Link link, @Nullable SimNode knows) throws StoreException {
        if (!links.remove(link)) {
            return;
        }
        link.open = false;
        say("  cut " + link.id);
        for (Link.End end : List.of(link.a, link.b)) {
            if (end.node != knows && !end.node.dead) {
                step(end.node, new Input.Closed(link.id));
            }
        }
    }

    void cutAll() throws StoreException {
        for (Link link : List.copyOf(links)) {
            cut(link);
        }
    }

    void cutAll(SimNode node) throws StoreException {
        for (Link link : List.copyOf(links)) {
            if (link.joins(node)) {
                cut(link, node);
            }
        }
    }

    /** Loses all that is not in the store, connections included. */
    void crash(SimNode node) throws StoreException {
        restart(node, false);
    }

    void restart(SimNode node, boolean freshId) throws StoreException {
        cutAll(node);
        carryOut(node, node.reload(freshId), null);
    }

    /** Takes a frame out of {@code end}'s inbox; false if there is none. */
    boolean deliver(Link link, Link.End end) throws StoreException {
        Frame frame = link.open ? end.inbox.poll() : null;
        if (frame == null) {
            return false;
        }
        if (frame instanceof Frame.Hello hello) {
            link.other(end.node).hello = hello;
        }
        step(end.node, new Input.Received(link.id, frame));
        return true;
    }

    /** Lets {@code end} send one frame if it said that it has something. */
    boolean pull(Link link, Link.End end) throws StoreException {
        if (!link.open || !end.ready) {
            return false;
        }
        end.ready = false;
        step(end.node, new Input.Writable(link.id));
        return true;
    }

    void pass(Duration duration) throws StoreException {
        time = time.plus(duration);
        for (SimNode node : nodes) {
            Instant wake = node.wake;
            if (!node.dead && wake != null && !wake.isAfter(clockOf(node))) {
                node.wake = null;
                step(node, new Input.Tick());
            }
        }
    }

    /** Some random steps of the network. */
    void steps(Random random, int count) throws StoreException {
        for (int i = 0; i < count && !links.isEmpty(); i++) {
            Link link = links.get(random.nextInt(links.size()));
            Link.End end = random.nextBoolean() ? link.a : link.b;
            int choice = random.nextInt(20);
            if (choice == 0) {
                pass(Duration.ofMillis(20 + random.nextInt(250)));
            } else if (choice < 10) {
                pull(link, end);
            } else {
                deliver(link, end);
            }
        }
    }

    /** Runs until nothing is in flight, to be sent or delayed; false if that never comes. */
    boolean drain(Random random) throws StoreException {
        for (int limit = 0; limit < 6_000; limit++) {
            boolean any = false;
            List<Link> order = new ArrayList<>(links);
            Collections.shuffle(order, random);
            for (Link link : order) {
                for (Link.End end : random.nextBoolean() ? List.of(link.a, link.b) : List.of(link.b, link.a)) {
                    any |= deliver(link, end);
                    any |= pull(link, end);
                }
            }
            if (!any) {
                if (nodes.stream().noneMatch(n -> !n.dead && n.wake != null)) {
                    return true;
                }
                wakeAll();
            }
        }
        return false;
    }

    /** As timers do: what waits for a time gets its tick when the delay has passed, however the clocks were set since. */
    private void wakeAll() throws StoreException {
        time = time.plusMillis(250);
        for (SimNode node : nodes) {
            if (!node.dead && node.wake != null) {
                node.wake = null;
                step(node, new Input.Tick());
            }
        }
    }
}
