package im.kith.transport.engine;

import im.kith.core.account.DeviceSecrets;
import im.kith.core.octets.Bytes;
import im.kith.transport.net.TlsIdentity;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/** A device's stored TLS key as what the transport uses. */
public final class TlsKeys {

    private TlsKeys() {}

    /**
     * The identity of the device that holds {@code secrets}.
     *
     * @param introduction what it shows to who does not know it yet; empty for most
     */
    public static TlsIdentity identity(DeviceSecrets secrets, Bytes introduction) {
        try {
            KeyFactory factory = KeyFactory.getInstance("EC");
            return TlsIdentity.of(
                    new KeyPair(
                            factory.generatePublic(new X509EncodedKeySpec(
                                    secrets.tlsPublicKey().toArray())),
                            factory.generatePrivate(new PKCS8EncodedKeySpec(
                                    secrets.tlsPrivateKey().toArray()))),
                    introduction);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the device's own TLS key cannot be used", e);
        }
    }
}
