package im.kith.core.device;

import im.kith.core.octets.Bytes;
import im.kith.core.replica.StoreChange;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Transactions that touch settings only. */
final class Changes {

    private Changes() {}

    static StoreChange settings(Map<String, Optional<Bytes>> settings) {
        return new StoreChange(
                Optional.empty(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), settings);
    }
}
