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
    private final FindCalls finding;
    private final ImportCall imports;
    private final ExportCall exports;
    private final HistoryCalls histories;
    private final DupeCalls dupes;
    private final PrivacyCalls privacy;
    private final NodeCalls nodes;
    private final TokenCalls tokens;
    private final DeviceCalls devices;
    private final NetworkCalls network;
    private final BackupCalls backups;
    private final TrustCalls trust;
    private final DoctorCalls doctor;

    Engine(Kith kith, SecureRandom random) {
        this.kith = kith;
        this.contacts = new ContactCalls(kith, random);
        this.finding = new FindCalls(kith);
        this.imports = new ImportCall(kith, random);
        this.exports = new ExportCall(kith);
        this.histories = new HistoryCalls(kith, random);
        this.dupes = new DupeCalls(kith, random);
        this.privacy = new PrivacyCalls(kith, random);
        this.nodes = new NodeCalls(kith);
        this.tokens = new TokenCalls(kith);
        this.devices = new DeviceCalls(kith, events);
        this.backups = new BackupCalls(kith, random);
        this.network = new NetworkCalls(kith, events, closed);
        this.trust = new TrustCalls(kith, events, devices, network);
        this.doctor = new DoctorCalls(kith, random);
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
            case "list" -> finding.list(given, out);
            case "search" -> finding.search(given, out);
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
            case "history" -> histories.history(given);
            case "undo" -> histories.undo(given, out);
            case "dupes" -> dupes.dupes(given);
            case "merge" -> dupes.merge(given);
            case "privacy" -> privacy.privacy(given);
            case "device list" -> devices.list();
            case "device rename" -> devices.rename(given);
            case "device revoke" -> trust.revoke(given);
            case "device consequences" -> trust.consequences(given);
            case "device ack" -> trust.acknowledge(given);
            case "device rotate" -> trust.rotate();
            case "device invite" -> network.invite(given, out);
            case "passphrase" -> devices.passphrase(given);
            case "sync" -> network.sync(given, out);
            case "watch" -> network.watch(out);
            case "doctor" -> doctor.run(given, out);
            case "daemon" -> network.daemon(given, out);
            case "node list" -> nodes.list();
            case "node items" -> nodes.items(given);
            case "node publish" -> nodes.publish(given);
            case "node retract" -> nodes.retract(given);
            case "token add" -> tokens.add(given);
            case "token list" -> tokens.list();
            case "token rm" -> tokens.remove(given);
            case "backup" -> backups.backup(given);
            case "init" -> {
                if (given.flag("refound")) {
                    yield trust.refound(given);
                }
                throw exists();
            }
            case "join", "restore", "vacant" -> throw exists();
            default ->
                throw Failure.of(
                        Kind.USAGE,
                        "no operation " + operation,
                        "Is the daemon older than this command? kith down, kith up");
        };
    }

    private static Failure exists() {
        return Failure.of(Kind.EXISTS, "this home has an account already", "Another home: --home DIR");
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
