package im.kith.core.backup;

import im.kith.core.account.Statement;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.VersionStore.Stored;
import java.util.List;
import java.util.Map;

/** Takes what is in a backup: {@link #head} once, then some versions at a time, in the order stored. */
public interface BackupSink {

    /**
     * All but the versions.
     *
     * @throws MalformedException if it does not fit together
     */
    void head(BackupHead head, Map<String, Bytes> settings, List<Statement> statements)
            throws MalformedException, StoreException;

    void versions(List<Stored> versions) throws MalformedException, StoreException;
}
