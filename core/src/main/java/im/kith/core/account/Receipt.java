package im.kith.core.account;

import java.util.List;

/**
 * What came of statements that were handed over.
 *
 * @param ledger with those that were taken
 * @param fresh taken and new, each signer's admission before its own
 * @param refused not taken, and why
 */
public record Receipt(Ledger ledger, List<Statement> fresh, List<Refusal> refused) {
    public Receipt {
        fresh = List.copyOf(fresh);
        refused = List.copyOf(refused);
    }
}
