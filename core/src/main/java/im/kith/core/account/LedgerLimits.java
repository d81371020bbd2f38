package im.kith.core.account;

/**
 * How much one ledger holds (design limits). They are per signer, and revoking has room of its own, so nobody can fill a
 * ledger to prevent a revocation.
 */
public final class LedgerLimits {

    /** Members (suspended ones too) up to which honest software admits another device. */
    public static final int DEVICES = 64;

    /** Devices not out up to which statements about new ones are taken; more than {@link #DEVICES} so that two admitted apart both count. */
    public static final int DEVICES_TAKEN = 256;

    /** Statements of one signer other than revoke and keep. */
    public static final int ORDINARY = 800;

    /** Revoke and keep statements of one signer. */
    public static final int REVOKING = 200;

    /** Octets of one signer's statements other than revoke and keep; the one that crosses it is the last. */
    public static final long ORDINARY_OCTETS = 16L << 20;

    /** Octets of one signer's revoke and keep statements: kept lists of some nine hundred thousand versions. */
    public static final long REVOKING_OCTETS = 32L << 20;

    /** Octets of a statement other than keep. */
    public static final int STATEMENT_LENGTH = 128 * 1024;

    private LedgerLimits() {}
}
