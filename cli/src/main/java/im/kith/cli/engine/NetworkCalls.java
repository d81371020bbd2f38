package im.kith.cli.engine;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.Kith;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import im.kith.core.account.DeviceId;
import im.kith.core.device.Device;
import im.kith.core.device.DeviceEvent;
import im.kith.core.replica.Input;
import im.kith.core.replica.StoreException;
import im.kith.transport.engine.InvitationDesk;
import im.kith.transport.engine.Network;
import im.kith.transport.engine.NetworkOptions;
import im.kith.transport.engine.Pass;
import im.kith.transport.engine.Subscription;
import im.kith.transport.pairing.Invitation;
import im.kith.transport.xmpp.XmppEndpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** The operations that need the network; without a daemon they bring the device on it for as long as they take. */
final class NetworkCalls {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** How long nothing has happened before the daemon keeps a summary and gives memory back. */
    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Kith kith;
    private final Events events;
    private final CountDownLatch closed;
    private final AtomicBoolean inviting = new AtomicBoolean();

    NetworkCalls(Kith kith, Events events, CountDownLatch closed) {
        this.kith = kith;
        this.events = events;
        this.closed = closed;
    }

    private Network network() throws IOException {
        synchronized (kith) {
            return kith.network().isPresent() ? kith.network().get() : connect(NetworkOptions.DEFAULT);
        }
    }

    private Network connect(NetworkOptions options) throws IOException {
        Subscription hearing = kith.subscribe(events);
        boolean done = false;
        try {
            Network network = kith.connect(options);
            done = true;
            return network;
        } finally {
            if (!done) {
                hearing.close();
            }
        }
    }

    JsonElement daemon(Parameters given, Consumer<JsonObject> out) throws Exception {
        NetworkOptions options = new NetworkOptions(
                given.number("port").orElse(0),
                new HashSet<>(given.texts("interfaces")),
                !given.text("mdns").equals(Optional.of("false")),
                given.texts("peers").stream().map(NetworkCalls::peer).toList());
        BlockingQueue<DeviceEvent> queue = Events.queue();
        Consumer<DeviceEvent> listener = queue::offer;
        events.daemon();
        events.add(listener);
        // before it is ready, so that whoever waited for that does not wait again for the first answer
        kith.call(device -> {
            device.book().complete();
            return true;
        });
        Network network;
        try {
            network = connect(options);
        } catch (IOException e) {
            throw Failure.of(
                            Kind.NETWORK,
                            "cannot listen on port " + options.port() + ": " + Failures.message(e),
                            "Another --port, or another --interface?")
                    .causedBy(e);
        }
        Optional<XmppEndpoint> xmpp = xmpp(given.number("xmpp"));
        if (given.flag("linkLocal")) {
            linkLocal(options);
        }
        JsonObject ready = new JsonObject();
        ready.addProperty("event", "ready");
        ready.addProperty("port", network.listeningPort());
        xmpp.ifPresent(endpoint -> ready.addProperty("xmpp", endpoint.port()));
        JsonArray addresses = new JsonArray();
        network.listening().forEach(address -> addresses.add(address.getHostAddress()));
        ready.add("addresses", addresses);
        out.accept(ready);
        var unused = kith.submit(device -> {
            device.book().prepareSearch();
            return true;
        });
        follow(queue, out);
        return new JsonObject();
    }

    private Optional<XmppEndpoint> xmpp(Optional<Integer> port) throws Failure {
        if (port.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(kith.serveXmpp(port.get()));
        } catch (IOException e) {
            throw Failure.of(
                            Kind.NETWORK,
                            "cannot serve XMPP on port " + port.get() + ": " + Failures.message(e),
                            "Another --xmpp? 0 takes one that is free.")
                    .causedBy(e);
        }
    }

    private void linkLocal(NetworkOptions options) throws Failure {
        try {
            var unused = kith.serveLinkLocal(options.interfaces());
        } catch (IOException e) {
            throw Failure.of(
                            Kind.NETWORK,
                            "cannot listen for neighbours: " + Failures.message(e),
                            "Another --interface, or without --link-local?")
                    .causedBy(e);
        }
    }

    private void follow(BlockingQueue<DeviceEvent> queue, Consumer<JsonObject> out) throws Exception {
        long busyAt = System.nanoTime();
        boolean rested = false;
        while (closed.getCount() > 0) {
            DeviceEvent event = queue.poll(100, TimeUnit.MILLISECONDS);
            if (event != null) {
                busyAt = System.nanoTime();
                rested = false;
            } else if (!rested && System.nanoTime() - busyAt > REST_NANOS) {
                rest();
                rested = true;
            }
            if (event instanceof DeviceEvent.Warning warning) {
                out.accept(warning(warning.what(), warning.text()));
            } else if (event instanceof DeviceEvent.Passed passed) {
                JsonObject line = new JsonObject();
                line.addProperty("event", "synced");
                line.addProperty("device", Events.name(kith, passed.peer()));
                out.accept(line);
            } else if (event instanceof DeviceEvent.StandingChanged changed) {
                out.accept(Events.line(changed, kith));
            }
        }
    }

    private void rest() {
        kith.keepSummary();
        // after the start, an import or a first pass the heap is several times what is needed from then on: give it
        // back
        System.gc();
    }

    static InetSocketAddress peer(String text) {
        int colon = text.lastIndexOf(':');
        String host = text.substring(0, colon).replaceAll("^\\[|\\]$", "");
        return InetSocketAddress.createUnresolved(host, Integer.parseInt(text.substring(colon + 1)));
    }

    JsonElement sync(Parameters given, Consumer<JsonObject> out) throws Exception {
        requireMember();
        Duration patience = given.number("timeout").map(Duration::ofSeconds).orElse(PATIENCE);
        JsonElement pass = pass(patience, given.flag("full"));
        for (String text : incompatible(kith)) {
            out.accept(warning("incompatible", text));
        }
        return pass;
    }

    /** What there is to say of devices that speak another protocol. */
    static List<String> incompatible(Kith kith) throws Exception {
        List<String> texts = new ArrayList<>();
        for (Map.Entry<DeviceId, String> each :
                kith.network().map(Network::incompatible).orElse(Map.of()).entrySet()) {
            texts.add(Events.name(kith, each.getKey()) + " " + each.getValue());
        }
        Collections.sort(texts);
        return texts;
    }

    private static JsonObject warning(String what, String text) {
        JsonObject line = new JsonObject();
        line.addProperty("event", "warning");
        line.addProperty("what", what);
        line.addProperty("text", text);
        return line;
    }

    /** One pass with everybody; a full one carries all that either side stores, whatever was told before (R6). */
    private JsonElement pass(Duration patience, boolean full) throws Exception {
        Pass pass = new Pass();
        events.add(pass);
        try {
            network();
            if (full) {
                var unused = kith.call(NetworkCalls::requestFull);
            }
            Pass.Report report = pass.run(network(), patience);
            // the pass may have told this device that it is out
            requireMember();
            return json(report);
        } finally {
            events.remove(pass);
        }
    }

    /** Whether a pass with one of {@code wanted} came to its end. */
    boolean passWithOneOf(Set<DeviceId> wanted, Duration patience) throws Exception {
        Pass pass = new Pass();
        events.add(pass);
        try {
            return pass.any(network(), wanted, patience);
        } finally {
            events.remove(pass);
        }
    }

    private void requireMember() throws Exception {
        var unused = kith.call(device -> {
            TrustCalls.requireMember(device);
            return true;
        });
    }

    /** After joining: one pass with the device at {@code by}, and with whomever else is found by then. */
    void firstPass(InetSocketAddress by, Duration patience) throws Exception {
        CountDownLatch passed = new CountDownLatch(1);
        Consumer<DeviceEvent> listener = event -> {
            if (event instanceof DeviceEvent.Passed) {
                passed.countDown();
            }
        };
        events.add(listener);
        network().peer(by.getAddress().getHostAddress(), by.getPort());
        if (!passed.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw Failure.of(
                    Kind.NETWORK, "joined, but the first sync did not come to its end", "kith sync tries again.");
        }
    }

    private static boolean requestFull(Device device) throws StoreException {
        for (DeviceId member : device.ledger().members()) {
            if (!member.equals(device.me())) {
                device.handle(new Input.RequestFull(member));
            }
        }
        return true;
    }

    private static JsonObject json(Pass.Report report) {
        JsonObject json = new JsonObject();
        json.add("reached", ids(report.reached()));
        json.add("missed", ids(report.missed()));
        json.addProperty("received", report.received());
        json.addProperty("sent", report.sent());
        json.addProperty("bytesIn", report.bytesIn());
        json.addProperty("bytesOut", report.bytesOut());
        json.addProperty("millis", report.millis());
        return json;
    }

    private static JsonArray ids(List<DeviceId> devices) {
        JsonArray ids = new JsonArray();
        devices.forEach(device -> ids.add(device.toString()));
        return ids;
    }

    JsonElement invite(Parameters given, Consumer<JsonObject> out) throws Exception {
        requireMember();
        Duration ttl = given.number("ttl").map(Duration::ofSeconds).orElse(Invitation.DEFAULT_TTL);
        if (!inviting.compareAndSet(false, true)) {
            throw Failure.of(Kind.BUSY, "an invitation is open already", "One device after the other.");
        }
        try {
            return invite(ttl, out);
        } finally {
            inviting.set(false);
        }
    }

    private JsonElement invite(Duration ttl, Consumer<JsonObject> out) throws Exception {
        network();
        try (InvitationDesk desk = kith.invite(ttl)) {
            JsonObject code = new JsonObject();
            code.addProperty("code", desk.code());
            code.addProperty("expires", ContactJson.instant(desk.expires()));
            out.accept(code);
            InvitationDesk.Joined joined = desk.await();
            JsonObject device = new JsonObject();
            device.addProperty("id", joined.device().toString());
            device.addProperty("name", joined.name());
            JsonObject json = new JsonObject();
            json.add("joined", device);
            if (!events.isDaemon()) {
                // the new device syncs once, and with whom if not with us
                pass(PATIENCE, false);
            }
            return json;
        }
    }

    JsonElement watch(Consumer<JsonObject> out) throws Exception {
        BlockingQueue<DeviceEvent> queue = Events.queue();
        Consumer<DeviceEvent> listener = queue::offer;
        events.add(listener);
        try {
            while (closed.getCount() > 0) {
                DeviceEvent event = queue.poll(100, TimeUnit.MILLISECONDS);
                if (event != null) {
                    Events.lines(event, kith).forEach(out);
                }
            }
        } finally {
            events.remove(listener);
        }
        return new JsonObject();
    }
}
