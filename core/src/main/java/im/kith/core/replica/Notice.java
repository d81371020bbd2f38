package im.kith.core.replica;

import im.kith.core.account.DeviceId;
import im.kith.core.account.Statement;
import im.kith.core.account.Trust;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a replica tells the rest of the device, after the commit. */
public sealed interface Notice {

    /** The versions that a {@link Input.LocalWrite} made, in its order. */
    record Written(List<VersionId> versions) implements Notice {
        public Written {
            versions = List.copyOf(versions);
        }
    }

    /** The live versions of these items changed by what {@code author} wrote. */
    record ItemsChanged(DeviceId author, Set<ItemKey> items) implements Notice {
        public ItemsChanged {
            items = Set.copyOf(items);
        }
    }

    /** New ledger statements were stored. */
    record StatementsTaken(List<Statement> statements) implements Notice {
        public StatementsTaken {
            statements = List.copyOf(statements);
        }
    }

    /** How these devices stand is different now, after {@link StatementsTaken}. */
    record StandingsChanged(Map<DeviceId, Change> changes) implements Notice {
        public StandingsChanged {
            changes = Map.copyOf(changes);
        }

        /** How one device stood, empty if it was unknown until now, and how it stands. */
        public record Change(Optional<Trust.Standing> before, Trust.Standing after) {}
    }

    /** This replica took a fresh id (R7); the witness outside the home has to follow. */
    record ReplicaChanged(ReplicaId before, ReplicaId after, String why) implements Notice {}

    /** Two contents exist for one dot: a home was copied or rolled back unnoticed, or a member lies. Both are kept. */
    record DotReused(Dot dot) implements Notice {}

    /** Equal knowledge, different versions (R6): a bug or a reused dot. */
    record DigestMismatch(DeviceId peer, boolean afterFullPass) implements Notice {}

    /** This replica and {@code peer} hold the same (R6). */
    record Agreed(DeviceId peer) implements Notice {}

    /** Both sides have sent a first {@link Frame.Done}: the pass is finished, live push goes on. */
    record Passed(DeviceId peer) implements Notice {}
}
