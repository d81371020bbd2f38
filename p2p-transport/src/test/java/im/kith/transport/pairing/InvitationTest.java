package im.kith.transport.pairing;

import static im.kith.transport.pairing.Exchange.INVITER_KEY;
import static im.kith.transport.pairing.Exchange.JOINER_KEY;
import static im.kith.transport.pairing.Exchange.failures;
import static im.kith.transport.pairing.Exchange.onlyMessage;
import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.transport.pairing.PairingFailure.Kind;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InvitationTest {

    private final SecureRandom random = new SecureRandom();
    private Instant now = Instant.parse("2026-11-22T10:00:00Z");
    private final PairingCode code = code("1234 5678");
    private final Invitation invitation = new Invitation(code, Duration.ofMinutes(10), () -> now, random);

    private static PairingCode code(String digits) {
        try {
            return PairingCode.parse(digits);
        } catch (MalformedException e) {
            throw new IllegalArgumentException(digits, e);
        }
    }

    private JoinerSession joiner(String digits) {
        return new JoinerSession(code(digits), new JoinAttempts(), JOINER_KEY, INVITER_KEY, random);
    }

    private Exchange pair(String digits) {
        JoinerSession joiner = joiner(digits);
        return new Exchange(joiner, invitation.session(INVITER_KEY, JOINER_KEY)).run(joiner.start());
    }

    @Test
    void threeWrongCodesCloseItToTheRightOne() {
        for (int left = 2; left >= 0; left--) {
            assertThat(failures(pair("0000 0001").joinerEffects)).containsExactly(Kind.WRONG_CODE);
            assertThat(invitation.attemptsLeft()).isEqualTo(left);
        }

        assertThat(failures(pair("1234 5678").joinerEffects)).containsExactly(Kind.EXHAUSTED);
        assertThat(invitation.closed()).contains(Kind.EXHAUSTED);
    }

    @Test
    void thirdAttemptMayStillBeTheRightOne() {
        pair("0000 0001");
        pair("0000 0002");

        assertThat(pair("1234 5678").inviter.isConfirmed()).isTrue();
    }

    @Test
    void connectionCutAfterRoundTwoHasCostAnAttempt() {
        for (int i = 0; i < 3; i++) {
            JoinerSession joiner = joiner("0000 0001");
            InviterSession inviter = invitation.session(INVITER_KEY, JOINER_KEY);
            Bytes answer = onlyMessage(inviter.receive(onlyMessage(joiner.start())));
            assertThat(Exchange.sent(inviter.receive(onlyMessage(joiner.receive(answer)))))
                    .hasSize(1);
            inviter.disconnected();
        }

        assertThat(failures(pair("1234 5678").joinerEffects)).containsExactly(Kind.EXHAUSTED);
    }

    @Test
    void itServesOneDevice() {
        assertThat(pair("1234 5678").inviter.isConfirmed()).isTrue();

        assertThat(failures(pair("1234 5678").joinerEffects)).containsExactly(Kind.USED);
    }

    @Test
    void itEndsWithItsTime() {
        now = now.plusSeconds(600);

        assertThat(failures(pair("1234 5678").joinerEffects)).containsExactly(Kind.EXPIRED);
    }

    @Test
    void exchangeUnderWayDoesNotOutliveIt() {
        now = now.plusSeconds(595);
        JoinerSession joiner = joiner("1234 5678");
        InviterSession inviter = invitation.session(INVITER_KEY, JOINER_KEY);
        Bytes answer = onlyMessage(inviter.receive(onlyMessage(joiner.start())));
        now = now.plusSeconds(5);

        assertThat(failures(inviter.receive(onlyMessage(joiner.receive(answer)))))
                .containsExactly(Kind.EXPIRED);
    }

    @Test
    void cancelledInvitationRefuses() {
        invitation.cancel();

        assertThat(failures(pair("1234 5678").joinerEffects)).containsExactly(Kind.REFUSED);
    }

    @Test
    void secondExchangeIsToldToWaitAtNoCost() {
        invitation
                .session(INVITER_KEY, JOINER_KEY)
                .receive(onlyMessage(joiner("0000 0001").start()));

        assertThat(failures(pair("1234 5678").joinerEffects)).containsExactly(Kind.BUSY);
        assertThat(invitation.attemptsLeft()).isEqualTo(3);
    }

    @Test
    void exchangeThatStallsGivesWayAfterTenSeconds() {
        JoinerSession slow = joiner("1234 5678");
        InviterSession stalled = invitation.session(INVITER_KEY, JOINER_KEY);
        Bytes answer = onlyMessage(stalled.receive(onlyMessage(slow.start())));
        now = now.plusSeconds(10);

        assertThat(failures(stalled.receive(onlyMessage(slow.receive(answer))))).containsExactly(Kind.EXPIRED);
        assertThat(pair("1234 5678").inviter.isConfirmed()).isTrue();
    }

    @Test
    void parallelGuessesGetThreeAttemptsInAll() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Callable<Long>> guesses = IntStream.range(0, 12)
                .mapToObj(i -> (Callable<Long>) () -> roundTwosGiven(joiner("0000 00%02d".formatted(i + 1))))
                .toList();
        long given = 0;
        for (Future<Long> guess : threads.invokeAll(guesses)) {
            given += guess.get();
        }
        threads.shutdown();

        assertThat(given).isBetween(1L, 3L);
        assertThat(given).isEqualTo(3 - invitation.attemptsLeft());
    }

    private long roundTwosGiven(JoinerSession joiner) {
        InviterSession inviter = invitation.session(INVITER_KEY, JOINER_KEY);
        Bytes answer = onlyMessage(inviter.receive(onlyMessage(joiner.start())));
        List<Bytes> next = Exchange.sent(joiner.receive(answer));
        long given = next.stream()
                .flatMap(message -> Exchange.sent(inviter.receive(message)).stream())
                .filter(InvitationTest::isRoundTwo)
                .count();
        inviter.disconnected();
        return given;
    }

    private static boolean isRoundTwo(Bytes message) {
        try {
            return PairingMessageCodec.decode(message) instanceof PairingMessage.Round2;
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void joinerGivesUpAfterThreeToo() {
        JoinAttempts attempts = new JoinAttempts();
        Kind last = Kind.USED;
        for (int i = 0; i < 4; i++) {
            Invitation fake = new Invitation(code("9999 9999"), Invitation.DEFAULT_TTL, () -> now, random);
            JoinerSession joiner = new JoinerSession(code, attempts, JOINER_KEY, INVITER_KEY, random);
            Exchange exchange = new Exchange(joiner, fake.session(INVITER_KEY, JOINER_KEY)).run(joiner.start());
            last = failures(exchange.joinerEffects).get(0);
        }

        assertThat(last).isEqualTo(Kind.EXHAUSTED);
        assertThat(attempts.left()).isZero();
    }
}
