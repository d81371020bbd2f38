package im.kith.core.account;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.account.StatementBody.Keep;
import im.kith.core.account.StatementBody.Revoke;
import im.kith.core.octets.Bytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class KeptListTest {

    private static final TestDevice ALICE = TestDevice.called("alice");
    private static final TestDevice BOB = TestDevice.called("bob");
    private static final TestDevice CAROL = TestDevice.called("carol");

    private final Ledger founded = ALICE.found(1000);
    private final AccountId account = founded.account();
    private final DeviceId bob = BOB.in(account);
    private final Bytes replica = Bytes.concat(bob.tag(), Bytes.hex("01020304"));
    private final Bytes small = Bytes.hex("00".repeat(32));
    private final Bytes great = Bytes.hex("ff".repeat(32));
    private final Ledger ledger = founded.receive(
                    List.of(ALICE.admits(account, 1, BOB), ALICE.admits(account, 2, CAROL)), founded.me())
            .ledger();

    @Test
    void allOfAMemberStands() {
        assertThat(ledger.kept(bob)).isEmpty();
    }

    @Test
    void nothingStandsThatNoCountingRevocationKeeps() {
        Ledger after = take(revocation(ALICE, List.of()));
        assertThat(after.kept(bob).orElseThrow().hash(replica, 1)).isEmpty();
    }

    @Test
    void theUnionStandsAndTheSmallerHashOfTwo() {
        List<Statement> statements =
                new ArrayList<>(revocation(ALICE, List.of(new Kept(replica, 1, great), new Kept(replica, 2, great))));
        statements.addAll(revocation(CAROL, List.of(new Kept(replica, 1, small), new Kept(replica, 3, small))));
        Collections.reverse(statements);
        KeptList kept = take(statements).kept(bob).orElseThrow();
        assertThat(kept.hash(replica, 1)).contains(small);
        assertThat(kept.contains(new Kept(replica, 1, great))).isFalse();
        assertThat(kept.contains(new Kept(replica, 2, great))).isTrue();
        assertThat(kept.contains(new Kept(replica, 3, small))).isTrue();
        assertThat(kept.hash(replica, 4)).isEmpty();
        assertThat(take(statements).kept(bob)).contains(kept);
    }

    @Test
    void aChunkOfAnotherSignerKeepsNothing() {
        Statement chunk = chunk(CAROL, List.of(new Kept(replica, 1, small)));
        Statement revocation = ALICE.states(account, 9, new Revoke(bob, Set.of(), Set.of(), Set.of(chunk.id())));
        assertThat(take(List.of(chunk, revocation)).kept(bob).orElseThrow().hash(replica, 1))
                .isEmpty();
    }

    @Test
    void keptListsAreHandedOutBeforeTheRevocation() {
        List<Statement> statements = revocation(ALICE, List.of(new Kept(replica, 1, small)));
        List<Statement> reversed = new ArrayList<>(statements);
        Collections.reverse(reversed);
        assertThat(take(reversed).without(ledger.ids())).isEqualTo(statements);
    }

    private Ledger take(List<Statement> statements) {
        Receipt receipt = ledger.receive(statements, founded.me());
        assertThat(receipt.refused()).isEmpty();
        return receipt.ledger();
    }

    private List<Statement> revocation(TestDevice by, List<Kept> kept) {
        List<Statement> statements = new ArrayList<>();
        Set<Bytes> ids = Set.of();
        if (!kept.isEmpty()) {
            Statement chunk = chunk(by, kept);
            statements.add(chunk);
            ids = Set.of(chunk.id());
        }
        statements.add(by.states(account, 5, new Revoke(bob, Set.of(), Set.of(), ids)));
        return statements;
    }

    private Statement chunk(TestDevice by, List<Kept> kept) {
        return by.states(account, 9, Keep.chunks(bob, kept).get(0));
    }
}
