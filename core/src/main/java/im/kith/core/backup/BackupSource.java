package im.kith.core.backup;

import im.kith.core.account.Statement;
import im.kith.core.octets.Bytes;
import im.kith.core.replica.ReplicaState;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.VersionStore.Stored;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** All that one device holds, as it was at one instant, however much is written meanwhile. */
public interface BackupSource {

    ReplicaState state() throws StoreException;

    /** The device's keys, encoded; as secret as they are. */
    Bytes deviceSecrets() throws StoreException;

    Map<String, Bytes> settings() throws StoreException;

    List<Statement> statements() throws StoreException;

    /** Hands all versions, in every place, to {@code consumer}, in the order stored. */
    void forEachStored(Consumer<Stored> consumer) throws StoreException;
}
