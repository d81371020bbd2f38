package im.kith.transport.net;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.octets.Bytes;
import java.security.GeneralSecurityException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class KnockTest {

    private static final Bytes KEY = Bytes.utf8("current");
    private static final Bytes RETIRED = Bytes.utf8("retired");

    @Test
    void itIsSixteenRandomOctetsAndTheirHmac() throws GeneralSecurityException {
        byte[] knock = Knock.make(KEY, TestAccount.RANDOM).toArray();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY.toArray(), "HmacSHA256"));
        mac.update(knock, 0, 16);
        assertThat(Bytes.wrap(mac.doFinal()))
                .isEqualTo(Bytes.hex(Bytes.wrap(knock).toHex().substring(32)));
        assertThat(Knock.make(KEY, TestAccount.RANDOM)).isNotEqualTo(Bytes.wrap(knock));
    }

    @Test
    void everyKnownKeyOpensAndThePairingKeyOnlyWhileInviting() {
        List<Bytes> keys = List.of(KEY, RETIRED);
        assertThat(Knock.recognise(Knock.make(RETIRED, TestAccount.RANDOM), keys, false))
                .contains(Knock.Door.MEMBERS);
        assertThat(Knock.recognise(Knock.make(Bytes.utf8("other"), TestAccount.RANDOM), keys, true))
                .isEmpty();
        Bytes pairing = Knock.make(Knock.PAIRING_KEY, TestAccount.RANDOM);
        assertThat(Knock.recognise(pairing, keys, false)).isEmpty();
        assertThat(Knock.recognise(pairing, keys, true)).contains(Knock.Door.PAIRING);
    }

    @Test
    void theLatestNoncesAreRemembered() {
        NonceMemory memory = new NonceMemory(3);
        for (String nonce : List.of("1", "2", "3")) {
            assertThat(memory.fresh(Bytes.utf8(nonce))).isTrue();
            assertThat(memory.fresh(Bytes.utf8(nonce))).isFalse();
        }
        assertThat(memory.fresh(Bytes.utf8("4"))).isTrue();
        assertThat(memory.fresh(Bytes.utf8("3"))).isFalse();
        assertThat(memory.fresh(Bytes.utf8("1"))).isTrue();
    }

    @Test
    void theGateKeepsItsLimits() {
        Gate gate = new Gate();
        Set<Integer> pushedOut = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            int number = i;
            assertThat(gate.admit(TestAccount.address("10.0.0." + i), () -> pushedOut.add(number)))
                    .isPresent();
        }
        assertThat(gate.size()).isEqualTo(Gate.MAX_UNAUTHENTICATED);
        assertThat(pushedOut).hasSize(184).doesNotContain(184, 199);
    }

    @Test
    void whoHasKnockedIsNotPushedOutAndTheAddressIsFullThen() {
        Gate gate = new Gate();
        for (int i = 0; i < Gate.MAX_PER_ADDRESS; i++) {
            Gate.Ticket ticket = gate.admit(TestAccount.V4, () -> {}).orElseThrow();
            assertThat(ticket.knocked(Knock.Door.MEMBERS)).isTrue();
            if (i == 0) {
                assertThat(gate.admit(TestAccount.V6, () -> {})).isPresent();
            }
        }
        assertThat(gate.admit(TestAccount.V4, () -> {})).isEmpty();
        assertThat(gate.admit(TestAccount.V6, () -> {})).isPresent();
    }

    @Test
    void membersLeaveTheSharesOfTheUnauthenticatedAndFillTheWhole() {
        Gate gate = new Gate();
        for (int i = 0; i < Gate.MAX_CONNECTIONS; i++) {
            Gate.Ticket ticket = gate.admit(TestAccount.V4, () -> {}).orElseThrow();
            assertThat(ticket.knocked(Knock.Door.MEMBERS)).isTrue();
            ticket.authenticated();
        }
        assertThat(gate.admit(TestAccount.V4, () -> {})).isEmpty();
        assertThat(gate.dialled(TestAccount.V4)).isEmpty();
    }
}
