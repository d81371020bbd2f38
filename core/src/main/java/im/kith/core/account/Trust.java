package im.kith.core.account;

import im.kith.core.octets.Bytes;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What replication needs to know of the ledger: an immutable view of a set of statements, and who is a member by it (R11).
 */
public interface Trust {

    /** How a device that ever was admitted stands. */
    enum Standing {
        /** A member: data flows. */
        IN,
        /** Two devices accuse each other: it gets and gives no data until a third decides, but nothing of it is void. */
        SUSPENDED,
        /** Not, or no longer, a member: it gets ledger statements only. */
        OUT
    }

    /** The ledger after taking statements, and which of them were new and taken. */
    record Taken(Trust trust, List<Statement> fresh) {
        public Taken {
            fresh = List.copyOf(fresh);
        }
    }

    AccountId account();

    /** SHA-256 over the sorted ids of all statements held. */
    Bytes digest();

    /** Ids of all statements held, sorted. */
    List<Bytes> ids();

    /** Every statement held whose id is not in {@code known}, each signer's admission before its own statements. */
    List<Statement> without(Collection<Bytes> known);

    /**
     * Of {@code statements}, which are held, those that {@code peer} is told: all, unless it is out; then only what took it out, and
     * what that is verified with.
     */
    default List<Statement> told(DeviceId peer, List<Statement> statements) {
        return statements;
    }

    /**
     * Takes what is valid of {@code statements}, in any order: signed by a device known by then, within the limits, and not
     * refused by R11. {@code from} is who handed them over.
     */
    Taken take(List<Statement> statements, DeviceId from);

    /** How {@code device} stands; empty if it was never admitted. */
    Optional<Standing> standing(DeviceId device);

    /** How every device stands that ever was admitted, sorted by id. */
    Map<DeviceId, Standing> standings();

    /** Which versions of {@code device} stand although it is out (R11); empty if it is not out, and all of its stand. */
    Optional<KeptList> kept(DeviceId device);

    /** The device whose id starts with {@code tag} ({@link DeviceId#TAG_LENGTH} octets), if it was ever admitted. */
    Optional<DeviceId> byTag(Bytes tag);

    /** The Ed25519 public key that {@code device} signs with, if it was ever admitted. */
    Optional<Bytes> signingKey(DeviceId device);

    /** All devices that stand {@link Standing#IN}, sorted. */
    List<DeviceId> members();
}
