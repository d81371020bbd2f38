package im.kith.transport.xmpp;

import im.kith.transport.net.TlsIdentity;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS for software that insists on it: with a key of this run alone, since on loopback it protects nothing and is not to tell anybody
 * without a token which device this is.
 */
final class StreamTls {

    private static final Logger LOG = LoggerFactory.getLogger(StreamTls.class);

    private StreamTls() {}

    static Optional<SslContext> selfSigned(SecureRandom random) {
        try {
            TlsIdentity identity = TlsIdentity.of(TlsIdentity.newKeys(random));
            return Optional.of(SslContextBuilder.forServer(identity.privateKey(), identity.certificate())
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build());
        } catch (GeneralSecurityException | SSLException e) {
            LOG.warn("no STARTTLS on the XMPP port: {}", e.getMessage());
            return Optional.empty();
        }
    }
}
