package im.kith.core.openpgp;

import im.kith.core.octets.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.bouncycastle.openpgp.PGPCompressedDataGenerator;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPLiteralDataGenerator;

/** Packets as an attacker may put them together. */
final class HostilePackets {

    private HostilePackets() {}

    static byte[] literal(Bytes content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream data = new PGPLiteralDataGenerator()
                .open(out, PGPLiteralData.BINARY, "", content.length(), PGPLiteralData.NOW)) {
            data.write(content.toArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static byte[] compress(byte[] packets, int algorithm) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PGPCompressedDataGenerator generator = new PGPCompressedDataGenerator(algorithm);
        try {
            generator.open(out).write(packets);
            generator.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
