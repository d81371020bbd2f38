package im.kith.transport.engine;

import im.kith.core.account.DeviceSecrets;
import im.kith.transport.net.TlsIdentity;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/** A device's stored TLS key as what the transport uses. */
public final class TlsKeys {

    private TlsKeys() {}

    public static TlsIdentity identity(DeviceSecrets secrets) {
        try {
            KeyFactory factory = KeyFactory.getInstance("EC");
            return TlsIdentity.of(new KeyPair(
                    factory.generatePublic(
                            new X509EncodedKeySpec(secrets.tlsPublicKey().toArray())),
                    factory.generatePrivate(
                            new PKCS8EncodedKeySpec(secrets.tlsPrivateKey().toArray()))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the device's own TLS key cannot be used", e);
        }
    }
}
