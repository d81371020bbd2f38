package im.kith.storage;

import im.kith.core.account.SignatureSuite;
import im.kith.core.account.Statement;
import im.kith.core.octets.Bytes;
import im.kith.core.replica.StoreException;
import java.security.GeneralSecurityException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The table of ledger statements, in the order stored; each is sealed, since it may hold a device's name. */
final class StatementTable {

    private static final String TABLE = "statement";

    private final Database database;
    private final Vault vault;

    StatementTable(Database database, Vault vault) {
        this.database = database;
        this.vault = vault;
    }

    List<Statement> all() throws StoreException {
        return database.read(() -> {
            List<Statement> statements = new ArrayList<>();
            PreparedStatement query = database.prepare("SELECT id, sealed FROM statement ORDER BY position");
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    statements.add(open(Bytes.wrap(rows.getBytes(1)), rows.getBytes(2)));
                }
            }
            return statements;
        });
    }

    /** Adds {@code statement} unless it is there. */
    void add(Statement statement) throws SQLException {
        Bytes id = statement.id();
        if (!has(id)) {
            PreparedStatement insert = database.prepare("INSERT INTO statement (id, sealed) VALUES (?, ?)");
            insert.setBytes(1, id.toArray());
            insert.setBytes(2, seal(statement, vault));
            insert.executeUpdate();
        }
    }

    /** Seals every statement under {@code to} instead; part of a transaction. */
    void reseal(Vault to) throws SQLException, StoreException {
        PreparedStatement update = database.prepare("UPDATE statement SET sealed = ? WHERE id = ?");
        for (Statement statement : all()) {
            update.setBytes(1, seal(statement, to));
            update.setBytes(2, statement.id().toArray());
            update.executeUpdate();
        }
    }

    private static byte[] seal(Statement statement, Vault vault) {
        byte[] plain = Bytes.concat(statement.signature(), statement.octets()).toArray();
        return vault.seal(TABLE, statement.id(), plain);
    }

    private boolean has(Bytes id) throws SQLException {
        PreparedStatement query = database.prepare("SELECT 1 FROM statement WHERE id = ?");
        query.setBytes(1, id.toArray());
        try (ResultSet row = query.executeQuery()) {
            return row.next();
        }
    }

    private Statement open(Bytes id, byte[] sealed) throws StoreException {
        try {
            byte[] plain = vault.open(TABLE, id, sealed);
            int split = SignatureSuite.SIGNATURE_LENGTH;
            return new Statement(
                    Bytes.wrap(Arrays.copyOfRange(plain, split, plain.length)),
                    Bytes.wrap(Arrays.copyOf(plain, split)));
        } catch (GeneralSecurityException e) {
            throw SealedTable.sealBroken(database, TABLE + " " + id.toHex(), e);
        }
    }
}
