package im.kith.core.replica;

import im.kith.core.account.Statement;
import im.kith.core.octets.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One durable transaction: all of it stands after a crash, or nothing.
 *
 * @param state the scalars after it, if they change
 * @param insert new live versions
 * @param toLive stored versions that become live (again)
 * @param toHistory stored versions that are superseded
 * @param toQuarantine stored versions that are void (R11)
 * @param trim superseded versions to forget (R13)
 * @param statements new ledger statements
 * @param settings named values of the device that no other device sees; an empty value removes the name
 */
public record StoreChange(
        Optional<ReplicaState> state,
        List<Version> insert,
        List<VersionId> toLive,
        List<VersionId> toHistory,
        List<VersionId> toQuarantine,
        List<VersionId> trim,
        List<Statement> statements,
        Map<String, Optional<Bytes>> settings) {

    public StoreChange {
        insert = List.copyOf(insert);
        toLive = List.copyOf(toLive);
        toHistory = List.copyOf(toHistory);
        toQuarantine = List.copyOf(toQuarantine);
        trim = List.copyOf(trim);
        statements = List.copyOf(statements);
        settings = Map.copyOf(settings);
    }

    /** Whether it may change what is shown of items that it stores no version of: a summary made before is worth nothing after it. */
    public boolean dropsSummary() {
        return !toLive.isEmpty() || !toQuarantine.isEmpty() || !statements.isEmpty();
    }
}
