package im.kith.core.device;

import im.kith.core.account.Ledger;
import im.kith.core.account.LedgerFullException;
import im.kith.core.account.Statement;
import im.kith.core.account.StatementBody;
import im.kith.core.clock.HybridClock;
import im.kith.core.octets.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Statements that belong together: each is made with those before it in view, and none is taken before all are made. */
final class StatementDraft {

    private final DeviceIdentity identity;
    private final Instant now;
    private final List<Statement> made = new ArrayList<>();
    private HybridClock clock;
    private Ledger ledger;

    StatementDraft(Ledger ledger, DeviceIdentity identity, HybridClock clock, Instant now) {
        this.ledger = ledger;
        this.identity = identity;
        this.clock = clock;
        this.now = now;
    }

    /** Makes a statement; its id. */
    Bytes state(StatementBody body) throws LedgerFullException {
        clock = clock.tick(now);
        Statement statement = ledger.state(body, clock.last(), identity.signer());
        ledger = ledger.receive(List.of(statement), ledger.me()).ledger();
        made.add(statement);
        return statement.id();
    }

    void stateAll(List<StatementBody> bodies) throws LedgerFullException {
        for (StatementBody body : bodies) {
            state(body);
        }
    }

    /** The ledger as it will be with all that was made. */
    Ledger ledger() {
        return ledger;
    }

    List<Statement> statements() {
        return List.copyOf(made);
    }
}
