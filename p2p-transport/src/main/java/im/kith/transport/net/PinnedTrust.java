package im.kith.transport.net;

import im.kith.core.account.DeviceId;
import im.kith.core.octets.Bytes;
import java.net.Socket;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts a certificate for its key alone: one whose hash the ledger names, or, for pairing, any P-256 key.
 *
 * <p>The TLS engine asks here before it sends its own certificate, so a stranger who answers a dial learns nothing. That
 * the peer holds the private key is TLS's own proof; dates, names and signatures in the certificate mean nothing.
 */
final class PinnedTrust extends X509ExtendedTrustManager {

    private static final ECParameterSpec P256 = p256();

    /** Whose key hash it is, by what is shown with it: a device, or the refusal. */
    private final BiFunction<Bytes, Bytes, Optional<Refusal>> judge;

    /** Why a key is not trusted. */
    record Refusal(DialException.Kind kind, Optional<DeviceId> device, String text) {}

    /** A refusal on its way through the TLS engine. */
    static final class RefusedException extends CertificateException {
        private final transient Refusal refusal;

        RefusedException(Refusal refusal) {
            super(refusal.text());
            this.refusal = refusal;
        }

        Refusal refusal() {
            return refusal;
        }
    }

    private PinnedTrust(BiFunction<Bytes, Bytes, Optional<Refusal>> judge) {
        this.judge = judge;
    }

    /** Trusts the devices of {@code config}'s directory, or of them only {@code expected}. */
    static PinnedTrust members(EndpointConfig config, Optional<DeviceId> expected) {
        return new PinnedTrust((hash, shown) -> judge(config, expected, hash, shown));
    }

    /** Trusts any P-256 key. */
    static PinnedTrust anybody() {
        return new PinnedTrust((hash, shown) -> Optional.empty());
    }

    private static Optional<Refusal> judge(
            EndpointConfig config, Optional<DeviceId> expected, Bytes hash, Bytes shown) {
        if (hash.equals(config.identity().keyHash())) {
            return Optional.of(new Refusal(DialException.Kind.SELF, config.self(), "this device itself"));
        }
        List<DeviceId> devices = config.directory().apply(hash);
        if (devices.isEmpty() && !shown.isEmpty()) {
            devices = config.introductions().apply(hash, shown).stream().toList();
        }
        if (devices.isEmpty()) {
            return Optional.of(new Refusal(
                    DialException.Kind.STRANGER, Optional.empty(), "a TLS key of no device of the account"));
        }
        if (expected.isPresent() && !devices.contains(expected.get())) {
            DeviceId other = devices.get(0);
            return Optional.of(
                    new Refusal(DialException.Kind.WRONG_DEVICE, Optional.of(other), "another device: " + other));
        }
        return Optional.empty();
    }

    private void check(X509Certificate @Nullable [] chain) throws CertificateException {
        if (chain == null || chain.length != 1) {
            throw new CertificateException("not exactly one certificate");
        }
        requireP256(chain[0]);
        Optional<Refusal> refusal = judge.apply(TlsIdentity.keyHash(chain[0]), TlsIdentity.introduction(chain[0]));
        if (refusal.isPresent()) {
            throw new RefusedException(refusal.get());
        }
    }

    static void requireP256(X509Certificate certificate) throws CertificateException {
        if (!(certificate.getPublicKey() instanceof ECPublicKey key)
                || !key.getParams().getCurve().equals(P256.getCurve())
                || !key.getParams().getGenerator().equals(P256.getGenerator())
                || !key.getParams().getOrder().equals(P256.getOrder())) {
            throw new CertificateException("not a P-256 key");
        }
    }

    private static ECParameterSpec p256() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has P-256", e);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
