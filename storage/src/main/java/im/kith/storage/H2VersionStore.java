package im.kith.storage;

import im.kith.core.account.Statement;
import im.kith.core.octets.Bytes;
import im.kith.core.replica.ItemKey;
import im.kith.core.replica.ReplicaId;
import im.kith.core.replica.ReplicaState;
import im.kith.core.replica.StoreChange;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.Version;
import im.kith.core.replica.VersionId;
import im.kith.core.replica.VersionStore;
import java.nio.file.Path;
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

    private static final String SETTING = "setting";
    private static final String SECRET = "secret";

    private final Database database;
    private final Vault vault;
    private final StateTable state;
    private final VersionTable versions;
    private final StatementTable statements;
    private final SealedTable settings;
    private final SealedTable secrets;
    private final SummaryTable summary;

    private H2VersionStore(Database database, Vault vault) {
        this.database = database;
        this.vault = vault;
        this.state = new StateTable(database);
        this.versions = new VersionTable(database);
        this.statements = new StatementTable(database, vault);
        this.settings = new SealedTable(database, vault, SETTING);
        this.secrets = new SealedTable(database, vault, SECRET);
        this.summary = new SummaryTable(database, vault);
    }

    static H2VersionStore create(Home home, Vault vault) throws StoreException {
        return new H2VersionStore(Database.create(home), vault);
    }

    static H2VersionStore open(Home home, Vault vault) throws StoreException {
        return new H2VersionStore(Database.open(home.database()), vault);
    }

    /** Seals all that is sealed in the database {@code file} anew, so that nothing in it opens under {@code from} any more. */
    static void reseal(Path file, Vault from, Vault to) throws StoreException {
        try (Database database = Database.open(file)) {
            database.transaction(() -> {
                new StatementTable(database, from).reseal(to);
                new SealedTable(database, from, SETTING).reseal(to);
                new SealedTable(database, from, SECRET).reseal(to);
                new SummaryTable(database, from).drop();
            });
        }
        Database.compact(file);
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
    public void forEachInHistory(Consumer<Version> consumer) throws StoreException {
        versions.forEachIn(Place.HISTORY, stored -> consumer.accept(stored.version()));
    }

    @Override
    public List<Stored> written(ReplicaId replica, long first, long last) throws StoreException {
        return versions.written(replica, first, last);
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
    public Optional<Summary> summary(int most) throws StoreException {
        Optional<SummaryTable.Kept> kept = summary.kept();
        if (kept.isEmpty()) {
            return Optional.empty();
        }
        return versions.itemsAfter(kept.get().position(), most)
                .map(changed -> new Summary(number -> summary.part(kept.get(), number), changed));
    }

    @Override
    public boolean hasSummary(int most) throws StoreException {
        Optional<SummaryTable.Kept> kept = summary.kept();
        return kept.isPresent() && versions.hasFewAfter(kept.get().position(), most);
    }

    @Override
    public SummaryPoint summaryPoint() throws StoreException {
        return new SummaryPoint(database.read(versions::last), summary.drops());
    }

    @Override
    public void keepSummary(List<Bytes> parts, int room, SummaryPoint point) throws StoreException {
        if (point.drops() == summary.drops()) {
            database.transaction(() -> summary.put(parts, room, point.position()));
        }
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
        boolean fresh = versions.insert(change.insert(), now);
        if (change.dropsSummary() || !fresh) {
            summary.drop();
        }
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

    /** Puts {@code first} and {@code secrets} in the place of all that is stored, in one transaction. */
    void replaceAll(StoreChange first, Map<String, Bytes> values, Instant now) throws StoreException {
        database.transaction(() -> {
            for (String table : List.of("version", "replica_state", "statement", "setting", "secret")) {
                database.prepare("DELETE FROM " + table).executeUpdate();
            }
            summary.drop();
            apply(first, now);
            putAll(values);
        });
    }

    /** A secret of the device, such as its keys. */
    Optional<Bytes> secret(String name) throws StoreException {
        return secrets.get(name);
    }

    void putSecret(String name, Bytes value) throws StoreException {
        database.transaction(() -> secrets.put(name, value));
    }

    private void putAll(Map<String, Bytes> values) throws SQLException, StoreException {
        for (Map.Entry<String, Bytes> value : values.entrySet()) {
            secrets.put(value.getKey(), value.getValue());
        }
    }

    /** Makes {@code change} and the new {@code values} of secrets durable, all or nothing. */
    void commit(StoreChange change, Map<String, Bytes> values, Instant now) throws StoreException {
        database.transaction(() -> {
            apply(change, now);
            putAll(values);
        });
    }

    /** Stores versions where they are said to stand, as one transaction. */
    void fill(List<Stored> stored) throws StoreException {
        database.transaction(() -> {
            versions.put(stored);
            summary.drop();
        });
    }

    /** A second view of the same store, of what is committed now. */
    StoreSnapshot snapshot() throws StoreException {
        H2VersionStore still = new H2VersionStore(database.snapshot(), vault);
        return new StoreSnapshot(still);
    }

    @Override
    public void close() throws StoreException {
        database.close();
    }
}
