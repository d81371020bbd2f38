package im.kith.core.account;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.account.StatementBody.Revoke;
import im.kith.core.account.StatementBody.Secrets;
import im.kith.core.account.StatementBody.Tag;
import im.kith.core.octets.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class SecretIndexTest {

    private static final TestDevice ALICE = TestDevice.called("alice");
    private static final TestDevice BOB = TestDevice.called("bob");
    private static final TestDevice CAROL = TestDevice.called("carol");

    private final Ledger founded = ALICE.found(1000);
    private final AccountId account = founded.account();
    private final Statement bobIn = ALICE.admits(account, 2000, BOB);
    private final Statement carolIn = ALICE.admits(account, 3000, CAROL);

    @Test
    void theEarliestToListASecretMadeIt() {
        SecretIndex secrets = secrets(distribution(BOB, 5000, "s", CAROL), distribution(ALICE, 4000, "s", BOB));
        SecretIndex.Known secret = secrets.secret("s").orElseThrow();
        assertThat(secret.creator()).isEqualTo(ALICE.in(account));
        assertThat(secret.recipients())
                .containsExactlyInAnyOrder(ALICE.in(account), BOB.in(account), CAROL.in(account));
        assertThat(secret.clean()).isTrue();
        assertThat(secrets.all()).containsOnlyKeys("s");
    }

    @Test
    void aMemberLacksWhatItWasNotSent() {
        SecretIndex secrets = secrets(distribution(ALICE, 4000, "s", BOB), distribution(BOB, 4001, "t", ALICE));
        assertThat(secrets.lackedBy(BOB.in(account), List.of("s", "t", "u"))).containsExactly("u");
        assertThat(secrets.lackedBy(CAROL.in(account), List.of("t", "s"))).containsExactly("s", "t");
    }

    @Test
    void aSecretThatARevokedDeviceHasIsNotClean() {
        Statement bobOut = ALICE.states(account, 6000, new Revoke(BOB.in(account), Set.of(), Set.of(), Set.of()));
        SecretIndex secrets = secrets(
                distribution(ALICE, 4000, "shared", BOB, CAROL), distribution(ALICE, 6001, "new", CAROL), bobOut);
        assertThat(secrets.isClean("shared")).isFalse();
        assertThat(secrets.isClean("new")).isTrue();
        assertThat(secrets.isClean("unheard of")).isFalse();
    }

    @Test
    void whatARevokedDeviceSaysItSentIsNotBelievedToHaveArrived() {
        Statement bobOut = ALICE.states(account, 6000, new Revoke(BOB.in(account), Set.of(), Set.of(), Set.of()));
        SecretIndex secrets = secrets(distribution(BOB, 5000, "s", CAROL), bobOut);
        assertThat(secrets.isClean("s")).isFalse();
        assertThat(secrets.lackedBy(CAROL.in(account), List.of("s"))).containsExactly("s");
    }

    @Test
    void discoveryKeysAreKeptApart() {
        Statement tag = ALICE.states(account, 4000, new Tag(Set.of(BOB.in(account)), "k", Bytes.utf8("message")));
        Ledger ledger = ledger(tag, distribution(ALICE, 4000, "s", BOB));
        assertThat(ledger.discoveryKeys().all()).containsOnlyKeys("k");
        assertThat(ledger.discoveryKeys().isClean("k")).isTrue();
        assertThat(ledger.secrets().all()).containsOnlyKeys("s");
    }

    private SecretIndex secrets(Statement... statements) {
        return ledger(statements).secrets();
    }

    private Ledger ledger(Statement... statements) {
        List<Statement> all = new ArrayList<>(List.of(bobIn, carolIn));
        all.addAll(Arrays.asList(statements));
        Receipt receipt = founded.receive(all, founded.me());
        assertThat(receipt.refused()).isEmpty();
        return receipt.ledger();
    }

    private Statement distribution(TestDevice from, long millis, String id, TestDevice... to) {
        Set<DeviceId> recipients = Arrays.stream(to).map(d -> d.in(account)).collect(Collectors.toSet());
        return from.states(account, millis, new Secrets(recipients, Set.of(id), Bytes.utf8("message")));
    }
}
