package im.kith.transport.pairing;

import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.transport.pairing.PairingMessage.Proof;
import im.kith.transport.pairing.PairingMessage.Round1;
import im.kith.transport.pairing.PairingMessage.Round2;
import im.kith.transport.pairing.PairingMessage.Round3;
import java.lang.reflect.Constructor;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.agreement.ecjpake.ECJPAKECurves;
import org.bouncycastle.crypto.agreement.ecjpake.ECJPAKEParticipant;
import org.bouncycastle.crypto.agreement.ecjpake.ECJPAKERound1Payload;
import org.bouncycastle.crypto.agreement.ecjpake.ECJPAKERound2Payload;
import org.bouncycastle.crypto.agreement.ecjpake.ECJPAKERound3Payload;
import org.bouncycastle.crypto.agreement.ecjpake.ECSchnorrZKP;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;

/**
 * One side of one EC J-PAKE exchange on P-256 (RFC 8236), with our messages in place of Bouncy Castle's payload objects.
 *
 * <p>Bouncy Castle does all the arithmetic and checks proofs, infinity and participant ids. Here every encoding is made to
 * have exactly one form (compressed points, scalars of 32 octets below the order) before it gets there. It wants each
 * side to make its own message of a round before it takes the peer's.
 */
final class EcJpake {

    private static final BigInteger ORDER = ECJPAKECurves.NIST_P256.getN();
    private static final Constructor<ECSchnorrZKP> PROOF = proofConstructor();

    private final ECJPAKEParticipant participant;
    private BigInteger key = BigInteger.ZERO;

    EcJpake(String participantId, PairingCode code, SecureRandom random) {
        participant = new ECJPAKEParticipant(
                participantId, code.toSecret(), ECJPAKECurves.NIST_P256, SHA256Digest.newInstance(), random);
    }

    Round1 createRound1() {
        ECJPAKERound1Payload round = participant.createRound1PayloadToSend();
        return new Round1(
                round.getParticipantId(),
                octets(round.getGx1()),
                octets(round.getGx2()),
                proof(round.getKnowledgeProofForX1()),
                proof(round.getKnowledgeProofForX2()));
    }

    void accept(Round1 round) throws MalformedException, CryptoException {
        participant.validateRound1PayloadReceived(new ECJPAKERound1Payload(
                round.participant(),
                point(round.gx1()),
                point(round.gx2()),
                proof(round.proof1()),
                proof(round.proof2())));
    }

    Round2 createRound2() {
        ECJPAKERound2Payload round = participant.createRound2PayloadToSend();
        return new Round2(round.getParticipantId(), octets(round.getA()), proof(round.getKnowledgeProofForX2s()));
    }

    /** Takes the peer's round 2; the own confirmation for it may go out when the caller sees fit. */
    Round3 accept(Round2 round) throws MalformedException, CryptoException {
        participant.validateRound2PayloadReceived(
                new ECJPAKERound2Payload(round.participant(), point(round.value()), proof(round.proof())));
        key = participant.calculateKeyingMaterial();
        ECJPAKERound3Payload own = participant.createRound3PayloadToSend(key);
        return new Round3(own.getParticipantId(), tag(own.getMacTag()));
    }

    /**
     * Checks the peer's key confirmation.
     *
     * @throws CryptoException if the peer used another code
     */
    void accept(Round3 round) throws CryptoException {
        participant.validateRound3PayloadReceived(
                new ECJPAKERound3Payload(
                        round.participant(), new BigInteger(round.tag().toArray())),
                key);
    }

    private static Bytes octets(ECPoint point) {
        return Bytes.wrap(point.getEncoded(true));
    }

    /** The point of a compressed encoding; the infinite one and those off the curve have none. */
    private static ECPoint point(Bytes octets) throws MalformedException {
        try {
            return ECJPAKECurves.NIST_P256.getCurve().decodePoint(octets.toArray());
        } catch (IllegalArgumentException e) {
            throw new MalformedException("not a point of the curve: " + e.getMessage(), e);
        }
    }

    private static Proof proof(ECSchnorrZKP proof) {
        return new Proof(
                octets(proof.getV()), Bytes.wrap(BigIntegers.asUnsignedByteArray(PairingMessage.SCALAR, proof.getr())));
    }

    private static ECSchnorrZKP proof(Proof proof) throws MalformedException {
        BigInteger response = new BigInteger(1, proof.response().toArray());
        if (response.signum() == 0 || response.compareTo(ORDER) >= 0) {
            throw new MalformedException("proof: response is not between 1 and the order of the curve");
        }
        try {
            return PROOF.newInstance(point(proof.commitment()), response);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Bouncy Castle's ECSchnorrZKP cannot be made", e);
        }
    }

    /** The tag as Bouncy Castle's signed number says it, 32 octets wide. */
    private static Bytes tag(BigInteger tag) {
        byte[] octets = new byte[PairingMessage.SCALAR];
        byte[] number = tag.toByteArray();
        int padding = octets.length - number.length;
        Arrays.fill(octets, 0, padding, (byte) (tag.signum() < 0 ? 0xff : 0));
        System.arraycopy(number, 0, octets, padding, number.length);
        return Bytes.wrap(octets);
    }

    /** Bouncy Castle forgot to make this constructor public, so without this no proof could ever be received. */
    private static Constructor<ECSchnorrZKP> proofConstructor() {
        try {
            Constructor<ECSchnorrZKP> constructor =
                    ECSchnorrZKP.class.getDeclaredConstructor(ECPoint.class, BigInteger.class);
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("another Bouncy Castle than this was written for", e);
        }
    }
}
