package im.kith.storage;

import im.kith.core.account.Statement;
import im.kith.core.octets.Bytes;
import im.kith.core.replica.ItemKey;
import im.kith.core.replica.ReplicaState;
import im.kith.core.replica.StoreChange;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.Version;
import im.kith.core.replica.VersionId;
import im.kith.core.replica.VersionStore;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The {@link VersionStore} in a home's H2 database.
 *
 * <p>Versions are stored as they are sent; statements, settings and secrets are sealed under the vault key. Instants are kept to the
 * millisecond. After a {@link StoreException} every further call fails until the store is opened again: only then is it known
 * whether the failed transaction reached the disk.
 */
public final class H2VersionStore implements VersionStore {

    private final Database database;
    private final StateTable state;
    private final VersionTable versions;
    private final StatementTable statements;
    private final SealedTable settings;
    private final SealedTable secrets;

    private H2VersionStore(Database database, Vault vault) {
        this.database = database;
        this.state = new StateTable(database);
        this.versions = new VersionTable(database);
        this.statements = new StatementTable(database, vault);
        this.settings = new SealedTable(database, vault, "setting");
        this.secrets = new SealedTable(database, vault, "secret");
    }

    static H2VersionStore create(Home home, Vault vault) throws StoreException {
        return new H2VersionStore(Database.create(home), vault);
    }

    static H2VersionStore open(Home home, Vault vault) throws StoreException {
        return new H2VersionStore(Database.open(home), vault);
    }

    @Override
    public Optional<ReplicaState> state() throws StoreException {
        return state.get();
    }

    @Override
    public List<Statement> statements() throws StoreException {
        return statements.all();
    }

    @Override
    public Map<String, Bytes> settings() throws StoreException {
        return settings.all();
    }

    @Override
    public void forEachLive(Consumer<Version> consumer) throws StoreException {
        versions.forEachIn(Place.LIVE, stored -> consumer.accept(stored.version()));
    }

    @Override
    public List<Version> read(Collection<VersionId> ids) throws StoreException {
        return versions.read(ids);
    }

    @Override
    public List<Stored> all(ItemKey item) throws StoreException {
        return versions.all(item);
    }

    @Override
    public void forEachStored(Consumer<Stored> consumer) throws StoreException {
        versions.forEach(consumer);
    }

    @Override
    public List<String> audit(Consumer<Stored> sound) throws StoreException {
        return versions.audit(sound);
    }

    @Override
    public List<Stored> historyBefore(Instant before) throws StoreException {
        List<Stored> old = new ArrayList<>();
        versions.forEachInBefore(Place.HISTORY, before, old::add);
        return old;
    }

    @Override
    public void commit(StoreChange change, Instant now) throws StoreException {
        commitAll(List.of(change), now);
    }

    @Override
    public void commitAll(List<StoreChange> changes, Instant now) throws StoreException {
        database.transaction(() -> {
            for (StoreChange change : changes) {
                apply(change, now);
            }
        });
    }

    private void apply(StoreChange change, Instant now) throws SQLException {
        if (change.state().isPresent()) {
            state.put(change.state().get());
        }
        versions.insert(change.insert(), now);
        versions.move(change.toLive(), Place.LIVE, now);
        versions.move(change.toHistory(), Place.HISTORY, now);
        versions.move(change.toQuarantine(), Place.QUARANTINE, now);
        versions.delete(change.trim());
        for (Statement statement : change.statements()) {
            statements.add(statement);
        }
        for (Map.Entry<String, Optional<Bytes>> setting : change.settings().entrySet()) {
            if (setting.getValue().isPresent()) {
                settings.put(setting.getKey(), setting.getValue().get());
            } else {
                settings.remove(setting.getKey());
            }
        }
    }

    /** A secret of the device, such as its keys. */
    Optional<Bytes> secret(String name) throws StoreException {
        return secrets.get(name);
    }

    void putSecret(String name, Bytes value) throws StoreException {
        database.transaction(() -> secrets.put(name, value));
    }

    @Override
    public void close() throws StoreException {
        database.close();
    }
}
