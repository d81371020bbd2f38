package im.kith.core.account;

/** This device may not state that: the ledger would exceed a limit, and others would refuse it. */
public final class LedgerFullException extends Exception {

    LedgerFullException(String message) {
        super(message);
    }
}
