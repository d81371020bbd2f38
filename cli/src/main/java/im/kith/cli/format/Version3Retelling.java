package im.kith.cli.format;

import ezvcard.VCardVersion;
import ezvcard.property.RawProperty;
import im.kith.core.contacts.Retelling;
import im.kith.core.xml.XmlElement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What kept properties are after an export as vCard 3.0: a telephone's URI is plain text there, and there is one preference
 * only.
 */
public final class Version3Retelling implements Retelling {

    @Override
    public List<XmlElement> of(List<XmlElement> extensions) {
        Map<Optional<String>, List<RawProperty>> kept = new LinkedHashMap<>();
        for (XmlElement extension : extensions) {
            KeptProperty.of(extension)
                    .ifPresent(each -> kept.computeIfAbsent(each.with(), with -> new ArrayList<>())
                            .add(each.raw()));
        }
        List<XmlElement> retold = new ArrayList<>();
        kept.forEach((with, properties) ->
                retold(properties).forEach(raw -> retold.add(new KeptProperty(raw, with).toXml())));
        return retold;
    }

    private static List<RawProperty> retold(List<RawProperty> properties) {
        try {
            return CardCodec.read(CardCodec.write(properties, VCardVersion.V3_0))
                    .map(List::copyOf)
                    .orElse(List.of());
        } catch (IOException | RuntimeException brokenInAWayTheLibraryDidNotExpect) {
            return List.of();
        }
    }
}
