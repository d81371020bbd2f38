package im.kith.cli.format;

import ezvcard.VCard;
import ezvcard.VCardVersion;
import ezvcard.io.scribe.RawPropertyScribe;
import ezvcard.io.scribe.ScribeIndex;
import ezvcard.io.text.VCardReader;
import ezvcard.io.text.VCardWriter;
import ezvcard.property.RawProperty;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * One card's text to the properties of a vCard 4.0, their values untouched, and back; ez-vcard does both, and the
 * conversion from and to other versions.
 */
final class CardCodec {

    /** ez-vcard's own understanding of these is put aside, so that what it would normalise stays as it was written. */
    private static final List<String> STANDARD = List.of(
            "ADR",
            "AGENT",
            "ANNIVERSARY",
            "BDAY",
            "BIRTHPLACE",
            "CALADRURI",
            "CALURI",
            "CATEGORIES",
            "CLASS",
            "CLIENTPIDMAP",
            "DEATHDATE",
            "DEATHPLACE",
            "EMAIL",
            "EXPERTISE",
            "FBURL",
            "FN",
            "GENDER",
            "GEO",
            "HOBBY",
            "IMPP",
            "INTEREST",
            "KEY",
            "KIND",
            "LABEL",
            "LANG",
            "LOGO",
            "MAILER",
            "MEMBER",
            "N",
            "NAME",
            "NICKNAME",
            "NOTE",
            "ORG",
            "ORG-DIRECTORY",
            "PHOTO",
            "PRODID",
            "PROFILE",
            "RELATED",
            "REV",
            "ROLE",
            "SORT-STRING",
            "SOUND",
            "SOURCE",
            "TEL",
            "TITLE",
            "TZ",
            "UID",
            "URL",
            "XML");

    private static final ScribeIndex RAW = new ScribeIndex();

    static {
        STANDARD.forEach(name -> RAW.register(new RawPropertyScribe(name)));
    }

    private CardCodec() {}

    /** The card's properties; empty if it is not a vCard. */
    static Optional<Collection<RawProperty>> read(String text) {
        try {
            VCard card = parse(text, RAW);
            if (card == null) {
                return Optional.empty();
            }
            if (card.getVersion() != VCardVersion.V4_0) {
                card = parse(write(parse(text, new ScribeIndex()), VCardVersion.V4_0), RAW);
            }
            return Optional.of(card.getProperties(RawProperty.class));
        } catch (IOException | RuntimeException brokenInAWayTheLibraryDidNotExpect) {
            return Optional.empty();
        }
    }

    private static VCard parse(String text, ScribeIndex index) throws IOException {
        try (VCardReader reader = new VCardReader(text)) {
            reader.setScribeIndex(index);
            return reader.readNext();
        }
    }

    /** The card's text in {@code version}. */
    static String write(Collection<RawProperty> properties, VCardVersion version) throws IOException {
        VCard card = new VCard(VCardVersion.V4_0);
        properties.forEach(card::addProperty);
        String text = write(card, VCardVersion.V4_0);
        return version == VCardVersion.V4_0 ? text : write(parse(text, new ScribeIndex()), version);
    }

    private static String write(VCard card, VCardVersion version) throws IOException {
        StringWriter text = new StringWriter();
        try (VCardWriter writer = new VCardWriter(text, version)) {
            writer.setAddProdId(false);
            writer.setCaretEncodingEnabled(true);
            writer.setVersionStrict(false);
            // all five parts of N: what reads version 3.0 often counts them
            writer.setIncludeTrailingSemicolons(true);
            writer.write(card);
        }
        return text.toString();
    }
}
