package im.kith.core.pubsub;

import im.kith.core.octets.Bytes;
import im.kith.core.replica.StoreException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The account's OpenPGP side, as far as XMPP software is to know it: the members' certificates (XEP-0373), and the contacts nodes' shared
 * secrets for software whose certificate the user approved (XEP-0473).
 */
public interface AccountKeys {

    /**
     * A member device's certificate.
     *
     * @param fingerprint hexadecimal, upper case
     * @param since when the device was added
     * @param encoded binary
     */
    record Certificate(String fingerprint, Instant since, Bytes encoded) {}

    /** What became of a message that software sent to the account. */
    enum Taken {
        /** It is about no secrets, or not from whom the user approved. */
        NOTHING,
        TAKEN,
        /** It is about secrets, and they cannot be taken. */
        REFUSED
    }

    /** The certificates of the member devices, sorted by fingerprint. */
    List<Certificate> members();

    /** Whether this is the fingerprint of a device that is no member. */
    boolean isFormer(String fingerprint);

    /** The ids of the contacts nodes' secrets, and whether each must not be written with any more. */
    Map<String, Boolean> secrets() throws StoreException;

    /**
     * What the holder of {@code certificate} is to be told who knows {@code known}: signed and encrypted messages, each far smaller than a
     * stanza may be.
     */
    List<Bytes> tell(Bytes certificate, Map<String, Boolean> known) throws StoreException;

    /** Takes what the holder of {@code certificate} says of secrets to the account, in a signed and encrypted message. */
    Taken take(Bytes message, Bytes certificate) throws StoreException;
}
