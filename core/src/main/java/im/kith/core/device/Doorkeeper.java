package im.kith.core.device;

import im.kith.core.account.Ledger;
import im.kith.core.octets.Bytes;
import im.kith.core.openpgp.SharedSecret;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/** Judges introductions by the ledger and the discovery keys of one moment; any thread may ask. */
public final class Doorkeeper {

    private final Ledger ledger;
    private final List<SharedSecret> discovery;
    private final SecureRandom random;

    Doorkeeper(Ledger ledger, List<SharedSecret> discovery, SecureRandom random) {
        this.ledger = ledger;
        this.discovery = List.copyOf(discovery);
        this.random = random;
    }

    /** What {@code introduction} tells of the holder of the TLS key with {@code keyHash}, if it is a member's. */
    public Optional<Introduction> judge(Bytes keyHash, Bytes introduction) {
        return Introduction.read(introduction, keyHash, ledger, discovery, random);
    }

    /** What this device itself is to show, if it is a successor. */
    public Optional<Bytes> own() {
        return Introduction.of(ledger, ledger.me(), discovery.stream().findFirst(), random);
    }
}
