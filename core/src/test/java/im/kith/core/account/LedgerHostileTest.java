package im.kith.core.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.kith.core.account.Refusal.Reason;
import im.kith.core.account.StatementBody.Admit;
import im.kith.core.account.StatementBody.Rename;
import im.kith.core.account.StatementBody.Revoke;
import im.kith.core.account.Trust.Standing;
import im.kith.core.clock.Hlc;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LedgerHostileTest {

    private static final TestDevice ALICE = TestDevice.called("alice");
    private static final TestDevice BOB = TestDevice.called("bob");
    private static final TestDevice EVE = TestDevice.called("eve");

    private final Ledger founded = ALICE.found(1000);
    private final AccountId account = founded.account();
    private final Statement founding = founded.without(List.of()).get(0);
    private final Statement bobIn = ALICE.admits(account, 2000, BOB);
    private final Ledger ledger = founded.receive(List.of(bobIn), founded.me()).ledger();

    @Test
    void aStrangerStatesNothing() {
        assertRefused(Reason.UNKNOWN_SIGNER, EVE.states(account, 1, new Rename(founded.me(), "owned")));
        assertRefused(Reason.UNKNOWN_SIGNER, EVE.admits(account, 1, EVE));
    }

    @Test
    void aStrangerSignsForNobodyElse() {
        Bytes octets = StatementCodec.encode(account, BOB.in(account), Hlc.of(1, 0), new Rename(founded.me(), "owned"));
        Bytes signature = EVE.signer().sign(SignedStatement.signedMessage(octets));
        assertRefused(Reason.BAD_SIGNATURE, new Statement(octets, signature));
    }

    @Test
    void aSignatureOfAnotherPurposeDoesNotCount() {
        Bytes octets = StatementCodec.encode(account, BOB.in(account), Hlc.of(1, 0), new Rename(founded.me(), "owned"));
        assertRefused(Reason.BAD_SIGNATURE, new Statement(octets, BOB.signer().sign(octets)));
    }

    @Test
    void oneBitOfChangeIsSeen() {
        Statement good = BOB.states(account, 1, new Rename(founded.me(), "desk"));
        byte[] octets = good.octets().toArray();
        octets[octets.length - 1] ^= 1;
        assertRefused(Reason.BAD_SIGNATURE, new Statement(Bytes.wrap(octets), good.signature()));
        byte[] signature = good.signature().toArray();
        signature[0] ^= 1;
        assertRefused(Reason.BAD_SIGNATURE, new Statement(good.octets(), Bytes.wrap(signature)));
    }

    @Test
    void aForgedSignatureDoesNotKeepTheGoodStatementOut() {
        Statement good = BOB.states(account, 1, new Rename(founded.me(), "desk"));
        Statement forged = new Statement(good.octets(), bobIn.signature());
        Receipt receipt = ledger.receive(List.of(forged, good, forged), founded.me());
        assertThat(receipt.fresh()).containsExactly(good);
        assertThat(receipt.refused()).extracting(Refusal::reason).containsExactly(Reason.BAD_SIGNATURE);
        assertThat(ledger.receive(List.of(good, forged), founded.me()).fresh()).containsExactly(good);
    }

    @Test
    void statementsOfAnotherAccountStayThere() {
        AccountId other = EVE.found(1).account();
        assertRefused(Reason.WRONG_ACCOUNT, BOB.states(other, 1, new Rename(founded.me(), "owned")));
        assertRefused(Reason.WRONG_ACCOUNT, EVE.found(1).without(List.of()).get(0));
    }

    @Test
    void nobodyIsAdmittedWithoutHisProof() {
        Bytes proof = EVE.request(EVE.found(1).account()).proof();
        Admit admit = new Admit(EVE.keys(), "eve", Optional.of(proof), Optional.empty());
        assertRefused(Reason.BAD_PROOF, BOB.states(account, 1, admit));
    }

    @Test
    void nobodyIsAdmittedAgainWithAnotherCertificate() {
        DeviceKeys keys = new DeviceKeys(
                Bytes.utf8("without its encryption key"),
                BOB.keys().fingerprint(),
                BOB.keys().tlsKeyHash(),
                BOB.keys().signingKey());
        Admit admit = new Admit(keys, "bob", Optional.of(BOB.request(account).proof()), Optional.empty());
        assertRefused(Reason.BAD_PROOF, ALICE.states(account, 1, admit));
    }

    @Test
    void garbageIsRefusedAndTheRestTaken() {
        Statement garbage = new Statement(Bytes.utf8("garbage"), Bytes.wrap(new byte[64]));
        Statement good = BOB.states(account, 1, new Rename(founded.me(), "desk"));
        Receipt receipt = ledger.receive(List.of(garbage, good), founded.me());
        assertThat(receipt.fresh()).containsExactly(good);
        assertThat(receipt.refused()).extracting(Refusal::reason).containsExactly(Reason.MALFORMED);
        assertThat(receipt.refused().get(0).toString()).contains("refused: MALFORMED");
    }

    @Test
    void whoStatesTooMuchIsCutTheSameWayInEveryOrder() throws MalformedException {
        List<Statement> all = new ArrayList<>(List.of(founding, bobIn));
        for (int i = 0; i < LedgerLimits.ORDINARY + 50; i++) {
            all.add(BOB.states(account, i, new Rename(founded.me(), "name " + i)));
        }
        Ledger once = ALICE.sees(account, all);
        assertThat(once.ids()).hasSize(2 + LedgerLimits.ORDINARY);
        Trust bits = founded;
        Collections.shuffle(all, new Random(5));
        bits = bits.take(List.of(bobIn), founded.me()).trust();
        for (int i = 0; i < all.size(); i += 100) {
            bits = bits.take(all.subList(i, Math.min(all.size(), i + 100)), founded.me())
                    .trust();
        }
        assertThat(bits.digest()).isEqualTo(once.digest());
    }

    @Test
    void octetsBeyondASignersShareAreCutTheSameWayInEveryOrder() throws MalformedException {
        List<Statement> all = new ArrayList<>(List.of(founding, bobIn));
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            byte[] body = new byte[i % 3 == 0 ? 1_000 + random.nextInt(5_000) : 110_000 + random.nextInt(20_000)];
            all.add(BOB.states(account, i, new StatementBody.Unknown(99, Bytes.wrap(body))));
        }
        Ledger once = ALICE.sees(account, all);
        long octets = once.statements().stream()
                .filter(s -> s.signer().equals(BOB.in(account)))
                .mapToLong(s -> s.statement().octets().length())
                .sum();
        assertThat(octets)
                .isBetween(LedgerLimits.ORDINARY_OCTETS, LedgerLimits.ORDINARY_OCTETS + LedgerLimits.STATEMENT_LENGTH);
        for (int seed = 0; seed < 4; seed++) {
            Collections.shuffle(all, new Random(seed));
            Trust bits = founded.take(List.of(bobIn), founded.me()).trust();
            for (int i = 0; i < all.size(); i += 40) {
                bits = bits.take(all.subList(i, Math.min(all.size(), i + 40)), founded.me())
                        .trust();
            }
            assertThat(bits.digest()).isEqualTo(once.digest());
        }
    }

    @Test
    void nobodyStatesMoreOctetsThanTheOthersWouldTake() throws MalformedException {
        List<Statement> all = new ArrayList<>(List.of(founding, bobIn));
        Bytes body = Bytes.wrap(new byte[120_000]);
        for (int i = 0; i < LedgerLimits.ORDINARY_OCTETS / 120_200; i++) {
            all.add(BOB.states(account, i, new StatementBody.Unknown(99, body)));
        }
        Ledger full = BOB.sees(account, all);
        assertThat(full.ids()).hasSize(all.size());
        assertThatThrownBy(() -> full.state(new StatementBody.Unknown(99, body), Hlc.of(1, 1), BOB.signer()))
                .isInstanceOf(LedgerFullException.class)
                .hasMessageContaining("octets");
    }

    @Test
    void revokingHasRoomOfItsOwn() throws MalformedException, LedgerFullException {
        List<Statement> all = new ArrayList<>(List.of(founding, bobIn));
        for (int i = 0; i < LedgerLimits.ORDINARY; i++) {
            all.add(BOB.states(account, i, new Rename(founded.me(), "name " + i)));
        }
        Ledger full = BOB.sees(account, all);
        assertThatThrownBy(() -> full.state(new Rename(full.me(), "more"), Hlc.of(1, 1), BOB.signer()))
                .isInstanceOf(LedgerFullException.class);
        Revoke revoke = new Revoke(founded.me(), Set.of(bobIn.id()), Set.of(), Set.of());
        Statement revocation = full.state(revoke, Hlc.of(9, 9), BOB.signer());
        Ledger after = full.receive(List.of(revocation), full.me()).ledger();
        assertThat(after.standing(founded.me())).contains(Standing.OUT);
        assertThat(after.standing(full.me())).contains(Standing.IN);
    }

    @Test
    void anAdmissionThatIsCutTakesWithItWhoHungOnIt() throws MalformedException {
        List<Statement> all = new ArrayList<>(List.of(founding, bobIn));
        Statement eveIn = BOB.admits(account, 1, EVE);
        all.add(eveIn);
        all.add(EVE.states(account, 5, new Rename(founded.me(), "owned")));
        int smaller = 0;
        for (int i = 0; smaller < LedgerLimits.ORDINARY; i++) {
            Statement one = BOB.states(account, i, new Rename(founded.me(), "name"));
            if (one.id().compareTo(eveIn.id()) < 0) {
                all.add(one);
                smaller++;
            }
        }
        Ledger cut = ALICE.sees(account, all);
        assertThat(cut.standing(EVE.in(account))).isEmpty();
        assertThat(cut.ids()).hasSize(2 + LedgerLimits.ORDINARY);
    }

    @Test
    void tooManyDevicesAreNotTakenAndMembersAdmitFewer() {
        List<Statement> sybils = new ArrayList<>();
        for (int i = 0; i < LedgerLimits.DEVICES_TAKEN; i++) {
            sybils.add(BOB.admits(account, i, TestDevice.called("sybil " + i)));
        }
        Ledger some = ledger.receive(sybils.subList(0, LedgerLimits.DEVICES - 2), founded.me())
                .ledger();
        assertThat(some.members()).hasSize(LedgerLimits.DEVICES);
        assertThatThrownBy(() -> some.admit(EVE.request(account), Hlc.of(1, 1), ALICE.signer()))
                .isInstanceOf(LedgerFullException.class);

        Receipt receipt = some.receive(sybils, founded.me());
        assertThat(receipt.ledger().members()).hasSize(LedgerLimits.DEVICES_TAKEN);
        assertThat(receipt.refused()).hasSize(2).allMatch(r -> r.reason() == Reason.TOO_MANY_DEVICES);

        Statement bobOut = ALICE.states(account, 9, new Revoke(BOB.in(account), Set.of(), Set.of(), Set.of()));
        Ledger freed = receipt.ledger().receive(List.of(bobOut), founded.me()).ledger();
        assertThat(freed.members()).containsExactly(founded.me());
        Ledger again = freed.receive(List.of(ALICE.admits(account, 10, EVE)), founded.me())
                .ledger();
        assertThat(again.standing(EVE.in(account))).contains(Standing.IN);
    }

    private void assertRefused(Reason reason, Statement statement) {
        Receipt receipt = ledger.receive(List.of(statement), founded.me());
        assertThat(receipt.fresh()).isEmpty();
        assertThat(receipt.refused()).extracting(Refusal::reason).containsExactly(reason);
        assertThat(receipt.ledger().digest()).isEqualTo(ledger.digest());
    }
}
