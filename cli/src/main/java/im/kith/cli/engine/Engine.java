package im.kith.cli.engine;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.Kith;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import im.kith.cli.service.Service;
import im.kith.core.replica.StoreException;
import im.kith.storage.HomeException;
import java.security.SecureRandom;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/** A service over an embedded device: finds the operation by its name and tells failures as the user is to hear them. */
final class Engine implements Service {

    private final Kith kith;
    private final Events events = new Events();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ContactCalls contacts;
    private final ImportCall imports;
    private final ExportCall exports;
    private final NodeCalls nodes;
    private final DeviceCalls devices;
    private final NetworkCalls network;

    Engine(Kith kith, SecureRandom random) {
        this.kith = kith;
        this.contacts = new ContactCalls(kith, random);
        this.imports = new ImportCall(kith, random);
        this.exports = new ExportCall(kith);
        this.nodes = new NodeCalls(kith);
        this.devices = new DeviceCalls(kith, events);
        this.network = new NetworkCalls(kith, events, random, closed);
    }

    NetworkCalls network() {
        return network;
    }

    @Override
    public JsonElement call(String operation, JsonObject given, Consumer<JsonObject> out) throws Failure {
        try {
            return dispatch(operation, new Parameters(given), out);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(Kind.NETWORK, "interrupted").causedBy(e);
        } catch (Exception e) {
            throw Failures.of(e);
        }
    }

    private JsonElement dispatch(String operation, Parameters given, Consumer<JsonObject> out) throws Exception {
        return switch (operation) {
            case "status" -> devices.status();
            case "add" -> contacts.add(given);
            case "list" -> contacts.list(given);
            case "search" -> contacts.search(given);
            case "show" -> contacts.show(given);
            case "edit" -> contacts.edit(given);
            case "rm" -> contacts.remove(given);
            case "group list" -> contacts.groups();
            case "group add" -> contacts.addGroup(given);
            case "group rename" -> contacts.renameGroup(given);
            case "group describe" -> contacts.describeGroup(given);
            case "group rm" -> contacts.removeGroup(given);
            case "import" -> imports.run(given);
            case "export" -> exports.run(given, out);
            case "device list" -> devices.list();
            case "device rename" -> devices.rename(given);
            case "device invite" -> network.invite(given, out);
            case "sync" -> network.sync(given);
            case "watch" -> network.watch(out);
            case "daemon" -> network.daemon(given, out);
            case "node list" -> nodes.list();
            case "node items" -> nodes.items(given);
            case "node publish" -> nodes.publish(given);
            case "node retract" -> nodes.retract(given);
            case "init", "join" ->
                throw Failure.of(Kind.EXISTS, "this home has an account already", "Another home: --home DIR");
            default ->
                throw Failure.of(
                        Kind.USAGE,
                        "no operation " + operation,
                        "Is the daemon older than this command? kith down, kith up");
        };
    }

    @Override
    public synchronized void close() {
        if (closed.getCount() == 0) {
            return;
        }
        closed.countDown();
        try {
            kith.close();
        } catch (HomeException | StoreException e) {
            LoggerFactory.getLogger(Engine.class).warn("closing: {}", e.getMessage());
        }
    }
}
