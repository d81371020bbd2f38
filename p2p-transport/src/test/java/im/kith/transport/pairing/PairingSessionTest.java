package im.kith.transport.pairing;

import static im.kith.transport.pairing.Exchange.INVITER_KEY;
import static im.kith.transport.pairing.Exchange.JOINER_KEY;
import static im.kith.transport.pairing.Exchange.failures;
import static im.kith.transport.pairing.Exchange.onlyMessage;
import static im.kith.transport.pairing.Exchange.received;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.transport.pairing.PairingEffect.Confirmed;
import im.kith.transport.pairing.PairingFailure.Kind;
import im.kith.transport.pairing.PairingMessage.Proof;
import im.kith.transport.pairing.PairingMessage.Round1;
import im.kith.transport.pairing.PairingMessage.Round2;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.crypto.agreement.ecjpake.ECJPAKECurves;
import org.junit.jupiter.api.Test;

class PairingSessionTest {

    private final SecureRandom random = new SecureRandom();
    private final PairingCode code = PairingCode.random(random);
    private final Invitation invitation = new Invitation(code, Invitation.DEFAULT_TTL, InstantSource.system(), random);

    private JoinerSession joiner(PairingCode typed) {
        return new JoinerSession(typed, new JoinAttempts(), JOINER_KEY, INVITER_KEY, random);
    }

    private InviterSession inviter() {
        return invitation.session(INVITER_KEY, JOINER_KEY);
    }

    private Exchange confirmed() {
        JoinerSession joiner = joiner(code);
        return new Exchange(joiner, inviter()).run(joiner.start());
    }

    private PairingCode otherCode() throws MalformedException {
        return PairingCode.parse(code.print().startsWith("0000") ? "11112222" : "00002222");
    }

    @Test
    void sameCodeConfirmsBothSides() {
        Exchange exchange = confirmed();

        assertThat(exchange.joinerEffects).contains(new Confirmed());
        assertThat(exchange.inviterEffects).contains(new Confirmed());
        assertThat(exchange.joiner.isConfirmed()).isTrue();
        assertThat(exchange.inviter.isConfirmed()).isTrue();
    }

    @Test
    void payloadsOfAnySizeGoBothWaysOnceConfirmed() {
        Exchange exchange = confirmed();
        Bytes ledger = Bytes.wrap(new byte[200_000]);

        exchange.toJoiner(exchange.inviter.send(ledger));
        exchange.toJoiner(exchange.inviter.send(Bytes.EMPTY));
        exchange.toInviter(exchange.joiner.send(Bytes.utf8("admit me")));

        assertThat(received(exchange.inviterEffects)).containsExactly(Bytes.utf8("admit me"));
        assertThat(Exchange.sent(exchange.inviter.send(ledger))).hasSize(4);
        assertThat(exchange.joiner.isConfirmed()).isTrue();
    }

    @Test
    void largePayloadArrivesWhole() {
        Exchange exchange = confirmed();
        byte[] octets = new byte[150_000];
        random.nextBytes(octets);
        List<Bytes> pieces = Exchange.sent(exchange.inviter.send(Bytes.of(octets)));

        assertThat(exchange.joiner.receive(pieces.get(0))).isEmpty();
        assertThat(exchange.joiner.receive(pieces.get(1))).isEmpty();
        assertThat(received(exchange.joiner.receive(pieces.get(2)))).containsExactly(Bytes.of(octets));
    }

    @Test
    void nothingIsSentBeforeConfirmation() {
        JoinerSession joiner = joiner(code);
        joiner.start();

        assertThatThrownBy(() -> joiner.send(Bytes.utf8("too early"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void wrongCodeIsToldToBothSidesAndConfirmsNeither() throws MalformedException {
        JoinerSession joiner = joiner(otherCode());
        Exchange exchange = new Exchange(joiner, inviter()).run(joiner.start());

        assertThat(failures(exchange.inviterEffects)).containsExactly(Kind.WRONG_CODE);
        assertThat(failures(exchange.joinerEffects)).containsExactly(Kind.WRONG_CODE);
        assertThat(exchange.joinerEffects).doesNotContain(new Confirmed());
        assertThat(exchange.inviterEffects).doesNotContain(new Confirmed());
        assertThat(exchange.inviter.isEnded()).isTrue();
    }

    @Test
    void inviterConfirmsNothingToJoinerWithWrongCode() throws MalformedException {
        JoinerSession joiner = joiner(otherCode());
        InviterSession inviter = inviter();
        Bytes round1 = onlyMessage(inviter.receive(onlyMessage(joiner.start())));
        Bytes round2 = onlyMessage(inviter.receive(onlyMessage(joiner.receive(round1))));

        Bytes answer = onlyMessage(inviter.receive(onlyMessage(joiner.receive(round2))));

        assertThat(answer).isEqualTo(PairingMessageCodec.encode(new PairingMessage.Refusal(Kind.WRONG_CODE)));
    }

    @Test
    void ownMessagesSentBackAreNotThePeers() {
        JoinerSession joiner = joiner(code);
        Bytes own = onlyMessage(joiner.start());

        assertThat(failures(joiner.receive(own))).containsExactly(Kind.WRONG_PEER);
    }

    @Test
    void twoJoinersDoNotPairWithEachOther() {
        JoinerSession one = joiner(code);
        JoinerSession other = new JoinerSession(code, new JoinAttempts(), INVITER_KEY, JOINER_KEY, random);
        other.start();

        assertThat(failures(other.receive(onlyMessage(one.start())))).containsExactly(Kind.WRONG_PEER);
    }

    @Test
    void relayInTheMiddleIsNoticedByTheTlsKeys() {
        Bytes relayKey = Bytes.sha256(Bytes.utf8("relay's TLS key"));
        JoinerSession joiner = new JoinerSession(code, new JoinAttempts(), JOINER_KEY, relayKey, random);
        InviterSession inviter = invitation.session(INVITER_KEY, relayKey);

        assertThat(failures(inviter.receive(onlyMessage(joiner.start())))).containsExactly(Kind.WRONG_PEER);
    }

    @Test
    void relayThatPutsItsOwnIdIntoTheMessagesFailsAtTheProof() throws MalformedException {
        Bytes relayKey = Bytes.sha256(Bytes.utf8("relay's TLS key"));
        JoinerSession joiner = new JoinerSession(code, new JoinAttempts(), JOINER_KEY, relayKey, random);
        InviterSession inviter = invitation.session(INVITER_KEY, relayKey);
        Round1 round = (Round1) PairingMessageCodec.decode(onlyMessage(joiner.start()));
        Round1 forged =
                new Round1(Role.JOINER.participant(relayKey), round.gx1(), round.gx2(), round.proof1(), round.proof2());

        assertThat(failures(inviter.receive(PairingMessageCodec.encode(forged))))
                .containsExactly(Kind.PROTOCOL);
    }

    @Test
    void messagesOutOfOrderEndIt() {
        JoinerSession joiner = joiner(code);
        Bytes first = onlyMessage(joiner.start());
        InviterSession early = inviter();
        Bytes data = PairingMessageCodec.encode(new PairingMessage.Data(true, Bytes.utf8("hello")));
        InviterSession twice = inviter();

        assertThat(failures(early.receive(data))).containsExactly(Kind.PROTOCOL);
        twice.receive(first);
        assertThat(failures(twice.receive(first))).containsExactly(Kind.PROTOCOL);
        assertThat(twice.receive(first)).isEmpty();
    }

    @Test
    void replayedRoundOfAnEarlierExchangeFails() throws MalformedException {
        JoinerSession first = joiner(code);
        InviterSession one = inviter();
        Bytes round1 = onlyMessage(first.start());
        Bytes round2 = onlyMessage(first.receive(onlyMessage(one.receive(round1))));
        one.disconnected();
        InviterSession other = inviter();
        other.receive(round1);

        assertThat(failures(other.receive(round2))).containsExactly(Kind.PROTOCOL);
        assertThat(invitation.attemptsLeft()).isEqualTo(3);
    }

    @Test
    void truncatedMessagesFailCleanly() {
        Bytes round1 = onlyMessage(joiner(code).start());

        for (int length = 0; length < round1.length(); length += 7) {
            InviterSession inviter = inviter();
            assertThat(failures(inviter.receive(round1.first(length))))
                    .as("first %s octets", length)
                    .containsAnyOf(Kind.PROTOCOL, Kind.WRONG_PEER);
        }
    }

    @Test
    void everyFlippedOctetFailsCleanly() {
        Bytes round1 = onlyMessage(joiner(code).start());

        for (int at = 0; at < round1.length(); at += 11) {
            byte[] octets = round1.toArray();
            octets[at] ^= 0x20;
            InviterSession inviter = inviter();
            assertThat(failures(inviter.receive(Bytes.wrap(octets))))
                    .as("octet %s", at)
                    .hasSize(1);
        }
    }

    @Test
    void valuesThatAreNoPointsOrScalarsAreRefused() throws MalformedException {
        Round1 good =
                (Round1) PairingMessageCodec.decode(onlyMessage(joiner(code).start()));
        Bytes offCurve = Bytes.concat(Bytes.hex("02"), Bytes.wrap(filled(32, 0xff)));
        Bytes zero = Bytes.wrap(new byte[33]);
        Bytes order = Bytes.wrap(ECJPAKECurves.NIST_P256.getN().toByteArray());
        Bytes aboveOrder = Bytes.wrap(Arrays.copyOfRange(order.toArray(), order.length() - 32, order.length()));

        assertRefused(new Round1(good.participant(), offCurve, good.gx2(), good.proof1(), good.proof2()));
        assertRefused(new Round1(good.participant(), good.gx1(), zero, good.proof1(), good.proof2()));
        assertRefused(new Round1(
                good.participant(),
                good.gx1(),
                good.gx2(),
                new Proof(good.proof1().commitment(), Bytes.wrap(new byte[32])),
                good.proof2()));
        assertRefused(new Round1(
                good.participant(),
                good.gx1(),
                good.gx2(),
                new Proof(good.proof1().commitment(), aboveOrder),
                good.proof2()));
        assertRefused(new Round1(good.participant(), good.gx2(), good.gx1(), good.proof1(), good.proof2()));
    }

    @Test
    void roundTwoWithoutProofIsNoAttempt() throws MalformedException {
        JoinerSession joiner = joiner(code);
        InviterSession inviter = inviter();
        Bytes answer = onlyMessage(inviter.receive(onlyMessage(joiner.start())));
        Round2 good = (Round2) PairingMessageCodec.decode(onlyMessage(joiner.receive(answer)));
        Round2 forged = new Round2(good.participant(), good.proof().commitment(), good.proof());

        assertThat(failures(inviter.receive(PairingMessageCodec.encode(forged))))
                .containsExactly(Kind.PROTOCOL);
        assertThat(invitation.attemptsLeft()).isEqualTo(3);
    }

    @Test
    void refusalByTheUserReachesTheOtherSide() {
        Exchange exchange = confirmed();

        exchange.toJoiner(exchange.inviter.refuse("not my device"));

        assertThat(failures(exchange.joinerEffects)).containsExactly(Kind.REFUSED);
        assertThat(failures(exchange.inviterEffects)).containsExactly(Kind.REFUSED);
    }

    private void assertRefused(Round1 round) {
        assertThat(failures(inviter().receive(PairingMessageCodec.encode(round))))
                .containsExactly(Kind.PROTOCOL);
    }

    private static byte[] filled(int length, int octet) {
        byte[] octets = new byte[length];
        Arrays.fill(octets, (byte) octet);
        return octets;
    }
}
