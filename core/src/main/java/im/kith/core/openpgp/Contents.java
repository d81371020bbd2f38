package im.kith.core.openpgp;

import im.kith.core.octets.Bytes;
import im.kith.core.openpgp.DecryptionException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.bcpg.BCPGInputStream;
import org.bouncycastle.bcpg.PacketTags;
import org.bouncycastle.openpgp.PGPCompressedData;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;

/**
 * What is inside an encrypted message, unpacked within bounds: compression layers off, one literal packet, perhaps signatures.
 *
 * @param literal the literal packet's content
 * @param signatures what stands around it, not verified
 */
record Contents(Bytes literal, List<PGPSignature> signatures) {

    /** Layers of one message, the encryption and every compression counted. */
    static final int MAX_NESTING = 4;

    /** Octets of one unpacked layer: the largest plaintext, and room for packets around it. */
    private static final int MAX_LAYER = ItemCipher.MAX_MESSAGE;

    private static final int MAX_SIGNATURES = 16;

    Contents {
        signatures = List.copyOf(signatures);
    }

    /** Unpacks {@code packets}, whose integrity was checked before. */
    static Contents read(byte[] packets) throws DecryptionException {
        return Hostile.reading(() -> {
            byte[] layer = packets;
            for (int depth = 1; ; depth++) {
                BCPGInputStream in = new BCPGInputStream(new ByteArrayInputStream(layer));
                if (in.skipMarkerAndPaddingPackets() != PacketTags.COMPRESSED_DATA) {
                    return literal(in);
                }
                if (depth == MAX_NESTING) {
                    throw new DecryptionException(Reason.TOO_LARGE, "nested deeper than " + MAX_NESTING);
                }
                layer = decompress(in);
            }
        });
    }

    private static byte[] decompress(BCPGInputStream in) throws IOException, PGPException, DecryptionException {
        byte[] layer;
        try (InputStream content = new PGPCompressedData(in).getDataStream()) {
            layer = readBounded(content, MAX_LAYER);
        }
        return layer;
    }

    private static Contents literal(BCPGInputStream in) throws IOException, PGPException, DecryptionException {
        List<PGPSignature> signatures = new ArrayList<>();
        readSignatures(in, signatures);
        int tag = in.nextPacketTag();
        if (tag != PacketTags.LITERAL_DATA) {
            throw new DecryptionException(Reason.MALFORMED, "packet " + tag + " in place of literal data");
        }
        byte[] content = readBounded(new PGPLiteralData(in).getInputStream(), ItemCipher.MAX_PLAINTEXT);
        readSignatures(in, signatures);
        if (in.nextPacketTag() >= 0) {
            throw new DecryptionException(Reason.MALFORMED, "packet " + in.nextPacketTag() + " after the literal data");
        }
        return new Contents(Bytes.wrap(content), signatures);
    }

    private static void readSignatures(BCPGInputStream in, List<PGPSignature> signatures)
            throws IOException, DecryptionException {
        BcPGPObjectFactory factory = new BcPGPObjectFactory(in);
        for (int tag = in.skipMarkerAndPaddingPackets();
                tag == PacketTags.ONE_PASS_SIGNATURE || tag == PacketTags.SIGNATURE;
                tag = in.skipMarkerAndPaddingPackets()) {
            if (factory.nextObject() instanceof PGPSignatureList list) {
                list.forEach(signatures::add);
            }
            if (signatures.size() > MAX_SIGNATURES) {
                throw new DecryptionException(Reason.TOO_LARGE, "more than " + MAX_SIGNATURES + " signatures");
            }
        }
    }

    private static byte[] readBounded(InputStream in, int limit) throws IOException, DecryptionException {
        byte[] octets = in.readNBytes(limit + 1);
        if (octets.length > limit) {
            throw new DecryptionException(Reason.TOO_LARGE, "more than " + limit + " octets inside");
        }
        return octets;
    }
}
