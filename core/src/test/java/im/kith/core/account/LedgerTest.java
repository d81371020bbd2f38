package im.kith.core.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.kith.core.account.Refusal.Reason;
import im.kith.core.account.StatementBody.Rename;
import im.kith.core.account.StatementBody.Revoke;
import im.kith.core.account.StatementBody.Unknown;
import im.kith.core.account.Trust.Standing;
import im.kith.core.clock.Hlc;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LedgerTest {

    private static final TestDevice ALICE = TestDevice.called("alice");
    private static final TestDevice BOB = TestDevice.called("bob");
    private static final TestDevice CAROL = TestDevice.called("carol");
    private static final TestDevice DAVE = TestDevice.called("dave");

    private final Ledger founded = ALICE.found(1000);
    private final AccountId account = founded.account();
    private final Statement founding = founded.without(List.of()).get(0);
    private final Statement bobIn = ALICE.admits(account, 2000, BOB);
    private final Statement carolIn = BOB.admits(account, 3000, CAROL);
    private final Statement daveIn = CAROL.admits(account, 4000, DAVE);
    private final Statement renaming = CAROL.states(account, 5000, new Rename(ALICE.in(account), "desk"));

    @Test
    void founderIsTheFirstMember() {
        assertThat(account.value()).isEqualTo(founding.id());
        assertThat(founded.members()).containsExactly(ALICE.in(account));
        assertThat(founded.me()).isEqualTo(ALICE.in(account));
        Device alice = founded.device(founded.me()).orElseThrow();
        assertThat(alice.name()).isEqualTo("alice");
        assertThat(alice.added()).isEqualTo(Instant.ofEpochMilli(1000));
        assertThat(alice.admission()).isEqualTo(account.value());
    }

    @Test
    void everyOrderYieldsTheSameLedger() throws MalformedException {
        List<Statement> all = new ArrayList<>(List.of(bobIn, carolIn, daveIn, renaming));
        Set<Bytes> digests = new HashSet<>();
        for (List<Statement> order : permutations(all)) {
            Trust ledger = founded;
            for (Statement statement : order) {
                ledger = ledger.take(List.of(statement), founded.me()).trust();
            }
            ledger = ledger.take(order, founded.me()).trust();
            List<Statement> stored = new ArrayList<>(order);
            stored.add(order.size() / 2, founding);
            digests.add(ledger.take(order, founded.me()).trust().digest());
            digests.add(founded.take(order, founded.me()).trust().digest());
            digests.add(BOB.sees(account, stored).digest());
        }
        assertThat(digests)
                .containsExactly(BOB.sees(account, with(founding, all)).digest());
        assertThat(BOB.sees(account, with(founding, all)).members()).hasSize(4);
    }

    @Test
    void theDigestIsOverTheSortedIds() {
        Ledger ledger = founded.receive(List.of(bobIn), founded.me()).ledger();
        List<Bytes> ids = new ArrayList<>(List.of(founding.id(), bobIn.id()));
        Collections.sort(ids);
        assertThat(ledger.ids()).isEqualTo(ids);
        assertThat(ledger.digest()).isEqualTo(Bytes.sha256(ids.get(0), ids.get(1)));
    }

    @Test
    void handsOutWhatAnotherLacksAdmissionsFirst() {
        Ledger ledger = founded.receive(List.of(renaming, daveIn, carolIn, bobIn), founded.me())
                .ledger();
        assertThat(ledger.without(List.of())).containsExactly(founding, bobIn, carolIn, daveIn, renaming);
        assertThat(ledger.without(List.of(founding.id(), carolIn.id()))).containsExactly(bobIn, daveIn, renaming);
        assertThat(ledger.without(ledger.ids())).isEmpty();
    }

    @Test
    void tellsWhichStatementsWereFresh() {
        Ledger ledger = founded.receive(List.of(bobIn), founded.me()).ledger();
        Receipt receipt = ledger.receive(List.of(bobIn, carolIn, founding), founded.me());
        assertThat(receipt.fresh()).containsExactly(carolIn);
        assertThat(receipt.refused()).isEmpty();
        assertThat(receipt.ledger().receive(List.of(bobIn), founded.me()).ledger())
                .isSameAs(receipt.ledger());
    }

    @Test
    void verifiesOnlyWhatIsNew() {
        Ledger ledger = founded.receive(List.of(bobIn, carolIn), founded.me()).ledger();
        int before = TestDevice.SUITE.verified();
        ledger.receive(List.of(bobIn, carolIn, daveIn), founded.me());
        assertThat(TestDevice.SUITE.verified() - before)
                .as("signature and proof of one admission")
                .isEqualTo(2);
    }

    @Test
    void findsDevicesByWhatTheyShow() {
        Ledger ledger = founded.receive(List.of(bobIn), founded.me()).ledger();
        DeviceId bob = BOB.in(account);
        assertThat(ledger.byTag(bob.tag())).contains(bob);
        assertThat(ledger.byTag(CAROL.in(account).tag())).isEmpty();
        assertThat(ledger.signingKey(bob)).contains(BOB.keys().signingKey());
        assertThat(ledger.byTlsKey(BOB.keys().tlsKeyHash()))
                .extracting(Device::id)
                .containsExactly(bob);
        assertThat(ledger.byFingerprint(BOB.keys().fingerprint()))
                .extracting(Device::id)
                .containsExactly(bob);
        assertThat(ledger.standing(bob)).contains(Standing.IN);
        assertThat(ledger.standing(CAROL.in(account))).isEmpty();
    }

    @Test
    void aDeviceThatBorrowsAnothersTlsKeyDoesNotHideIt() {
        DeviceKeys borrowed = new DeviceKeys(
                DAVE.keys().certificate(),
                BOB.keys().fingerprint(),
                BOB.keys().tlsKeyHash(),
                DAVE.keys().signingKey());
        TestDevice sybil = new TestDevice("sybil", DAVE.seed(), borrowed);
        Statement sybilIn = BOB.admits(account, 100, sybil);
        Statement sybilOut = ALICE.states(account, 6000, new Revoke(sybil.in(account), Set.of(), Set.of(), Set.of()));
        Ledger ledger =
                founded.receive(List.of(bobIn, sybilIn, sybilOut), founded.me()).ledger();
        assertThat(ledger.byTlsKey(BOB.keys().tlsKeyHash()))
                .extracting(Device::id)
                .containsExactly(BOB.in(account), sybil.in(account));
    }

    @Test
    void theLatestNameWins() throws LedgerFullException {
        Ledger ledger =
                founded.receive(List.of(bobIn, carolIn, renaming), founded.me()).ledger();
        assertThat(ledger.device(founded.me()).orElseThrow().name()).isEqualTo("desk");
        Statement older = BOB.states(account, 4500, new Rename(founded.me(), "older"));
        ledger = ledger.receive(List.of(older), founded.me()).ledger();
        assertThat(ledger.device(founded.me()).orElseThrow().name()).isEqualTo("desk");
        Statement behind = ledger.state(new Rename(founded.me(), "mine"), Hlc.of(10, 0), ALICE.signer());
        ledger = ledger.receive(List.of(behind), founded.me()).ledger();
        assertThat(ledger.device(founded.me()).orElseThrow().name())
                .as("a clock that is behind still renames")
                .isEqualTo("mine");
    }

    @Test
    void aSuccessorNamesItsPredecessor() throws LedgerFullException {
        Statement successor = founded.admitSuccessor(BOB.request(account), Hlc.of(9, 9), ALICE.signer());
        Ledger ledger = founded.receive(List.of(successor), founded.me()).ledger();
        assertThat(ledger.device(BOB.in(account)).orElseThrow().successorOf()).contains(founded.me());
    }

    @Test
    void anUnknownKindIsKeptAndPassedOn() throws MalformedException {
        Statement later = ALICE.states(account, 7000, new Unknown(99, Bytes.utf8("of a later release")));
        Ledger ledger = founded.receive(List.of(later), founded.me()).ledger();
        assertThat(ledger.without(List.of(founding.id()))).containsExactly(later);
        assertThat(ALICE.sees(account, ledger.without(List.of())).digest()).isEqualTo(ledger.digest());
    }

    @Test
    void whoIsOutHandsOverNothingOfOthersWhoAreOut() throws MalformedException {
        Statement bobOut =
                ALICE.states(account, 6000, new Revoke(BOB.in(account), Set.of(carolIn.id()), Set.of(), Set.of()));
        Ledger ledger = ALICE.sees(account, List.of(founding, bobIn, bobOut));
        assertThat(ledger.standing(BOB.in(account))).contains(Standing.OUT);
        Receipt receipt = ledger.receive(List.of(daveIn, carolIn, BOB.admits(account, 10, DAVE)), BOB.in(account));
        assertThat(receipt.fresh())
                .as("what the revocation accepts, and then what Carol says")
                .containsExactly(carolIn, daveIn);
        assertThat(receipt.refused()).extracting(Refusal::reason).containsExactly(Reason.FROM_OUT);
        Receipt fromMember = receipt.ledger().receive(List.of(BOB.admits(account, 10, DAVE)), CAROL.in(account));
        assertThat(fromMember.fresh()).hasSize(1);
    }

    @Test
    void whoIsOutItselfTakesAllItIsTold() throws MalformedException {
        Statement bobOut = ALICE.states(account, 6000, new Revoke(BOB.in(account), Set.of(), Set.of(), Set.of()));
        Ledger ledger = BOB.sees(account, List.of(founding, bobIn, bobOut));
        assertThat(ledger.receive(List.of(carolIn, daveIn), CAROL.in(account)).fresh())
                .hasSize(2);
    }

    @Test
    void aLedgerNeedsItsFoundingStatement() {
        assertThatThrownBy(() -> ALICE.sees(account, List.of(bobIn))).isInstanceOf(MalformedException.class);
        Statement forged = new Statement(founding.octets(), bobIn.signature());
        assertThatThrownBy(() -> ALICE.sees(account, List.of(forged))).isInstanceOf(MalformedException.class);
    }

    @Test
    void aDeviceThatIsAdmittedAgainIsBack() throws MalformedException {
        Statement bobOut = ALICE.states(account, 6000, new Revoke(BOB.in(account), Set.of(), Set.of(), Set.of()));
        Ledger ledger = ALICE.sees(account, List.of(founding, bobIn, carolIn, bobOut));
        assertThat(ledger.standing(CAROL.in(account))).contains(Standing.OUT);
        Statement again = ALICE.admits(account, 7000, CAROL);
        ledger = ledger.receive(List.of(again), ledger.me()).ledger();
        Device carol = ledger.device(CAROL.in(account)).orElseThrow();
        assertThat(carol.standing()).isEqualTo(Standing.IN);
        assertThat(carol.admittedBy()).isEqualTo(ALICE.in(account));
        assertThat(carol.successorOf()).isEqualTo(Optional.empty());
    }

    private static List<Statement> with(Statement first, List<Statement> others) {
        List<Statement> all = new ArrayList<>(List.of(first));
        all.addAll(others);
        Collections.shuffle(all, new Random(7));
        return all;
    }

    private static <T> List<List<T>> permutations(List<T> items) {
        if (items.isEmpty()) {
            return List.of(List.of());
        }
        List<List<T>> all = new ArrayList<>();
        for (T first : items) {
            List<T> rest = new ArrayList<>(items);
            rest.remove(first);
            for (List<T> tail : permutations(rest)) {
                List<T> one = new ArrayList<>(List.of(first));
                one.addAll(tail);
                all.add(one);
            }
        }
        return all;
    }
}
