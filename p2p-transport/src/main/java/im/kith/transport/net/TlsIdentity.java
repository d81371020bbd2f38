package im.kith.transport.net;

import im.kith.core.octets.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A device's TLS key (P-256) and the self-signed certificate around it.
 *
 * <p>Peers know each other by the hash of the key alone. The certificate says nothing else, and it is valid for ever, as
 * devices' clocks may be years off.
 */
public final class TlsIdentity {

    private static final X500Name NAME = new X500Name("CN=kith");
    private static final Instant NOT_BEFORE = Instant.parse("2000-01-01T00:00:00Z");

    /** RFC 5280 section 4.1.2.5: a certificate without an end. */
    private static final Instant NOT_AFTER = Instant.parse("9999-12-31T23:59:59Z");

    /** An identifier made of a random UUID (X.667). */
    private static final ASN1ObjectIdentifier INTRODUCTION =
            new ASN1ObjectIdentifier("2.25.190361850163219413325018293871652837465");

    private final PrivateKey privateKey;
    private final X509Certificate certificate;
    private final Bytes keyHash;

    private TlsIdentity(PrivateKey privateKey, X509Certificate certificate) {
        this.privateKey = privateKey;
        this.certificate = certificate;
        this.keyHash = keyHash(certificate);
    }

    /**
     * The identity of {@code keys}.
     *
     * @throws GeneralSecurityException if they are not a pair of P-256 keys
     */
    public static TlsIdentity of(KeyPair keys) throws GeneralSecurityException {
        return of(keys, Bytes.EMPTY);
    }

    /** As {@link #of(KeyPair)}, with what a successor shows to who does not know it yet, encrypted; empty for others. */
    public static TlsIdentity of(KeyPair keys, Bytes introduction) throws GeneralSecurityException {
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                NAME,
                BigInteger.ONE,
                Date.from(NOT_BEFORE),
                Date.from(NOT_AFTER),
                NAME,
                SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
        try {
            if (!introduction.isEmpty()) {
                builder.addExtension(INTRODUCTION, false, introduction.toArray());
            }
            X509CertificateHolder holder =
                    builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(holder.getEncoded()));
            PinnedTrust.requireP256(certificate);
            certificate.verify(certificate.getPublicKey());
            return new TlsIdentity(keys.getPrivate(), certificate);
        } catch (OperatorCreationException | IOException e) {
            throw new GeneralSecurityException("the TLS key signs no certificate", e);
        }
    }

    /** A fresh P-256 key pair. */
    public static KeyPair newKeys(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has P-256", e);
        }
    }

    /** SHA-256 of the SubjectPublicKeyInfo, by which peers know this key. */
    public Bytes keyHash() {
        return keyHash;
    }

    static Bytes keyHash(X509Certificate certificate) {
        return Bytes.sha256(Bytes.wrap(certificate.getPublicKey().getEncoded()));
    }

    /** What the holder of {@code certificate} shows beside its key; empty if nothing. */
    static Bytes introduction(X509Certificate certificate) {
        byte[] value = certificate.getExtensionValue(INTRODUCTION.getId());
        if (value == null) {
            return Bytes.EMPTY;
        }
        try {
            return Bytes.wrap(ASN1OctetString.getInstance(value).getOctets());
        } catch (IllegalArgumentException e) {
            return Bytes.EMPTY;
        }
    }

    public PrivateKey privateKey() {
        return privateKey;
    }

    public X509Certificate certificate() {
        return certificate;
    }

    @Override
    public String toString() {
        return "TlsIdentity[" + keyHash.toHex() + "]";
    }
}
