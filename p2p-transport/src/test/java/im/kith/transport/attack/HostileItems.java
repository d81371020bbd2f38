package im.kith.transport.attack;

import im.kith.core.octets.Bytes;
import im.kith.core.openpgp.SharedSecret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collections;
import org.bouncycastle.bcpg.CompressionAlgorithmTags;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPCompressedDataGenerator;
import org.bouncycastle.openpgp.PGPEncryptedDataGenerator;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPLiteralDataGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPBEKeyEncryptionMethodGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPGPDataEncryptorBuilder;

/** Messages that open under the right secret and are made to harm whoever opens them. */
final class HostileItems {

    private HostileItems() {}

    /** A compressed message whose content has this many octets, all zero. */
    static Bytes compressionBomb(SharedSecret secret, int octets) throws IOException, PGPException {
        ByteArrayOutputStream packets = new ByteArrayOutputStream();
        PGPCompressedDataGenerator compressor = new PGPCompressedDataGenerator(CompressionAlgorithmTags.ZLIB);
        try (OutputStream compressed = compressor.open(packets);
                OutputStream literal = new PGPLiteralDataGenerator()
                        .open(compressed, PGPLiteralData.BINARY, "", octets, PGPLiteralData.NOW)) {
            literal.write(new byte[octets]);
        }
        BcPGPDataEncryptorBuilder encryptor = new BcPGPDataEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256);
        encryptor.setWithIntegrityPacket(true);
        PGPEncryptedDataGenerator generator = new PGPEncryptedDataGenerator(encryptor);
        generator.addMethod(
                new BcPBEKeyEncryptionMethodGenerator(secret.secret().toCharArray()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OutputStream data = generator.open(out, packets.size());
        packets.writeTo(data);
        data.close();
        return Bytes.wrap(out.toByteArray());
    }

    /** Argon2 with four gibibytes; AES-256 and the largest encrypted data that says nothing. */
    static Bytes argonBomb() {
        return Bytes.hex("c317" + "040904" + "00".repeat(16) + "ffff20" + "00" + "d2320100" + "00".repeat(48));
    }

    /** {@code count} passwords, each stretched over 65,011,712 octets. */
    static Bytes stretchingBomb(int count) {
        String password = "c30d" + "04090308" + "0102030405060708" + "ff";
        return Bytes.hex(password.repeat(count) + "d2320100" + "00".repeat(48));
    }

    /** Ten entities, each ten times the one before (the "billion laughs"). */
    static Bytes entityBomb() {
        StringBuilder xml = new StringBuilder("<?xml version='1.0'?><!DOCTYPE contact [<!ENTITY e0 'ha'>");
        for (int i = 1; i < 10; i++) {
            xml.append("<!ENTITY e").append(i).append(" '");
            xml.append(("&e" + (i - 1) + ";").repeat(10)).append("'>");
        }
        return Bytes.utf8(xml.append("]><contact xmlns='urn:xmpp:contacts:0' name='&e9;'/>")
                .toString());
    }

    /** An entity that is a file of the reader's machine. */
    static Bytes externalEntity() {
        return Bytes.utf8("<!DOCTYPE contact [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
                + "<contact xmlns='urn:xmpp:contacts:0' name='x'><identity type='jid'>&x;</identity></contact>");
    }

    /** Elements in elements. */
    static Bytes nested(int depth) {
        return Bytes.utf8(
                "<contact xmlns='urn:xmpp:contacts:0'>" + "<a>".repeat(depth) + "</a>".repeat(depth) + "</contact>");
    }

    /** One element with many attributes. */
    static Bytes attributes(int count) {
        StringBuilder xml = new StringBuilder("<contact xmlns='urn:xmpp:contacts:0'");
        for (int i = 0; i < count; i++) {
            xml.append(" a").append(i).append("='1'");
        }
        return Bytes.utf8(xml.append("/>").toString());
    }

    /** A contact with more identities than anybody has. */
    static Bytes identities(int count) {
        StringBuilder xml = new StringBuilder("<contact xmlns='urn:xmpp:contacts:0' name='crowd'>");
        for (String identity : Collections.nCopies(count, "<identity type='jid'>%d@example.org</identity>")) {
            xml.append(identity.replace("%d", Integer.toString(xml.length())));
        }
        return Bytes.utf8(xml.append("</contact>").toString());
    }
}
