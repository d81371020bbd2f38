package im.kith.storage;

import im.kith.core.octets.Bytes;
import im.kith.core.replica.StoreException;
import java.security.GeneralSecurityException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A table of named values, each sealed under the vault key for this table and its name. */
final class SealedTable {

    /** Octets of the largest value: what an H2 VARBINARY holds, less what sealing adds. */
    static final int MAX_VALUE = 1024 * 1024 - Sealer.OVERHEAD;

    private static final int MAX_NAME = 255;

    private final Database database;
    private final Vault vault;
    private final String table;

    SealedTable(Database database, Vault vault, String table) {
        this.database = database;
        this.vault = vault;
        this.table = table;
    }

    Map<String, Bytes> all() throws StoreException {
        return database.read(() -> {
            Map<String, Bytes> values = new TreeMap<>();
            try (ResultSet rows =
                    database.prepare("SELECT name, sealed FROM " + table).executeQuery()) {
                while (rows.next()) {
                    values.put(rows.getString(1), open(rows.getString(1), rows.getBytes(2)));
                }
            }
            return values;
        });
    }

    Optional<Bytes> get(String name) throws StoreException {
        return database.read(() -> {
            PreparedStatement query = database.prepare("SELECT sealed FROM " + table + " WHERE name = ?");
            query.setString(1, name);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(open(name, row.getBytes(1))) : Optional.<Bytes>empty();
            }
        });
    }

    void put(String name, Bytes value) throws SQLException {
        if (name.isEmpty() || name.length() > MAX_NAME) {
            throw new IllegalArgumentException("name of " + name.length() + " characters in " + table);
        }
        if (value.length() > MAX_VALUE) {
            throw new IllegalArgumentException(
                    table + " " + name + " of " + value.length() + " octets, more than " + MAX_VALUE);
        }
        PreparedStatement merge = database.prepare("MERGE INTO " + table + " (name, sealed) KEY (name) VALUES (?, ?)");
        merge.setString(1, name);
        merge.setBytes(2, vault.seal(table, Bytes.utf8(name), value.toArray()));
        merge.executeUpdate();
    }

    /** Seals every value under {@code to} instead; part of a transaction. */
    void reseal(Vault to) throws SQLException, StoreException {
        SealedTable fresh = new SealedTable(database, to, table);
        for (Map.Entry<String, Bytes> each : all().entrySet()) {
            fresh.put(each.getKey(), each.getValue());
        }
    }

    void remove(String name) throws SQLException {
        PreparedStatement delete = database.prepare("DELETE FROM " + table + " WHERE name = ?");
        delete.setString(1, name);
        delete.executeUpdate();
    }

    private Bytes open(String name, byte[] sealed) throws StoreException {
        try {
            return Bytes.wrap(vault.open(table, Bytes.utf8(name), sealed));
        } catch (GeneralSecurityException e) {
            throw sealBroken(database, table + " " + name, e);
        }
    }

    static StoreException sealBroken(Database database, String where, GeneralSecurityException cause) {
        return new StoreException(
                StoreException.Kind.DAMAGED,
                "the store " + database.file() + " is damaged, or not of this vault, at " + where
                        + "; keep a copy of it, then restore a backup, or join again from another device",
                cause);
    }
}
