package im.kith.core.replica;

import im.kith.core.account.AccountId;
import im.kith.core.account.SignatureSuite;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import java.util.Optional;

/**
 * What one write left of one item, as stored and sent: exact header octets, payload, author's signature.
 */
public final class Version {

    /** Octets of the largest payload accepted. */
    public static final int MAX_PAYLOAD = 256 * 1024;

    private static final Bytes SIGNED_PREFIX = Bytes.utf8("kith-version-1");

    private final VersionHeader header;
    private final Bytes headerOctets;
    private final Optional<Bytes> payload;
    private final Bytes signature;
    private final VersionId id;

    private Version(VersionHeader header, Bytes headerOctets, Optional<Bytes> payload, Bytes signature, Bytes hash) {
        this.header = header;
        this.headerOctets = headerOctets;
        this.payload = payload;
        this.signature = signature;
        this.id = new VersionId(header.dot(), hash);
    }

    /** A new version, signed by its author. */
    public static Version sign(
            VersionHeader header, Optional<Bytes> payload, AccountId account, SignatureSuite.Signer signer) {
        Bytes octets = VersionHeaderCodec.encode(header);
        Bytes signature = signer.sign(signedOctets(account, octets));
        return new Version(header, octets, payload, signature, Bytes.sha256(octets));
    }

    /**
     * The version that {@code headerOctets} describe, from the wire or the disk. The signature is not verified.
     *
     * @throws MalformedException if the header cannot be read, breaks a limit, or is not this payload's
     */
    public static Version parse(Bytes headerOctets, Optional<Bytes> payload, Bytes signature)
            throws MalformedException {
        VersionHeader header = VersionHeaderCodec.decode(headerOctets);
        if (signature.length() != SignatureSuite.SIGNATURE_LENGTH) {
            throw new MalformedException("signature of " + signature.length() + " octets at " + header.dot());
        }
        if (payload.isPresent() && payload.get().length() > MAX_PAYLOAD) {
            throw new MalformedException("payload of " + payload.get().length() + " octets at " + header.dot());
        }
        if (!payload.map(Bytes::sha256).equals(header.payloadHash())) {
            throw new MalformedException("the payload is not the header's at " + header.dot());
        }
        return new Version(header, headerOctets, payload, signature, Bytes.sha256(headerOctets));
    }

    /**
     * A version that was {@linkplain #parse parsed} or signed before and comes back from a store that guards its octets itself.
     *
     * <p>Nothing is hashed again; that would be a quarter of the work of opening a large store.
     *
     * @param hash of its {@link #id}
     * @throws MalformedException if the header cannot be read
     */
    public static Version restore(Bytes headerOctets, Optional<Bytes> payload, Bytes signature, Bytes hash)
            throws MalformedException {
        return new Version(VersionHeaderCodec.decode(headerOctets), headerOctets, payload, signature, hash);
    }

    private static Bytes signedOctets(AccountId account, Bytes headerOctets) {
        return Bytes.concat(SIGNED_PREFIX, account.value(), headerOctets);
    }

    /** What the author's signature is over: "kith-version-1", the account, and the header with the payload's hash. */
    public Bytes signedOctets(AccountId account) {
        return signedOctets(account, headerOctets);
    }

    public VersionId id() {
        return id;
    }

    public VersionHeader header() {
        return header;
    }

    public ItemKey item() {
        return header.item();
    }

    public Dot dot() {
        return header.dot();
    }

    public Bytes headerOctets() {
        return headerOctets;
    }

    /** The OpenPGP message; empty in a retraction. */
    public Optional<Bytes> payload() {
        return payload;
    }

    public Bytes signature() {
        return signature;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Version that && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return header.item().node() + "/" + header.item().id() + " " + header.dot();
    }
}
