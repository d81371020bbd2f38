package im.kith.transport.net;

import io.netty.handler.ssl.SslHandler;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/**
 * TLS 1.3 by the JDK's own provider, both sides with a certificate.
 *
 * <p>A context serves one connection, so there is no cache to resume a session from.
 */
final class Tls {

    private static final String PROVIDER = "SunJSSE";
    private static final String PROTOCOL = "TLSv1.3";
    private static final String[] CIPHERS = {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384"};

    /** RFC 8446 section 4.6.1 lets no ticket live longer than a week; beyond it the JDK's server sends none. */
    private static final int NO_TICKETS_SECONDS = (int) Duration.ofDays(8).toSeconds();

    private Tls() {}

    static SslHandler handler(
            TlsIdentity identity, PinnedTrust trust, boolean client, SecureRandom random, Timings timings) {
        SslHandler handler = new SslHandler(engine(identity, trust, client, random));
        handler.setHandshakeTimeoutMillis(timings.tls().toMillis());
        handler.setCloseNotifyFlushTimeoutMillis(timings.linger().toMillis());
        return handler;
    }

    static SSLEngine engine(TlsIdentity identity, PinnedTrust trust, boolean client, SecureRandom random) {
        try {
            SSLContext context = SSLContext.getInstance(PROTOCOL, PROVIDER);
            context.init(new KeyManager[] {new OwnKey(identity)}, new TrustManager[] {trust}, random);
            context.getServerSessionContext().setSessionTimeout(NO_TICKETS_SECONDS);
            SSLEngine engine = context.createSSLEngine();
            engine.setUseClientMode(client);
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setProtocols(new String[] {PROTOCOL});
            parameters.setCipherSuites(CIPHERS);
            parameters.setNeedClientAuth(!client);
            engine.setSSLParameters(parameters);
            return engine;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform has no " + PROTOCOL + " by " + PROVIDER, e);
        }
    }
}
