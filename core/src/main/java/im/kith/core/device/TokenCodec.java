package im.kith.core.device;

import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.core.xml.XmlElement;
import im.kith.core.xml.XmlReader;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Optional;

/** A token as its setting holds it: {@code <token xmlns='urn:kith:token:0' name='…' added='…' …/>}. */
final class TokenCodec {

    private static final String NAMESPACE = "urn:kith:token:0";

    private TokenCodec() {}

    static Bytes write(Token token) {
        XmlElement.Builder element = XmlElement.builder(NAMESPACE, "token")
                .attribute("name", token.name())
                .attribute("added", token.added().toString())
                .attribute("clear", Boolean.toString(token.clear()))
                .attribute("stored", base64(token.storedKey()))
                .attribute("server", base64(token.serverKey()));
        token.lastUsed().ifPresent(used -> element.attribute("used", used.toString()));
        token.certificate().ifPresent(certificate -> element.text(base64(certificate)));
        return element.build().toOctets();
    }

    private static String base64(Bytes octets) {
        return Base64.getEncoder().encodeToString(octets.toArray());
    }

    static Token read(Bytes setting) throws MalformedException {
        XmlElement element = XmlReader.read(setting);
        try {
            String certificate = element.text();
            return new Token(
                    required(element, "name"),
                    Instant.parse(required(element, "added")),
                    element.attribute("used").map(Instant::parse),
                    element.attribute("clear").map(Boolean::valueOf).orElse(false),
                    certificate.isEmpty() ? Optional.empty() : Optional.of(octets(certificate)),
                    octets(required(element, "stored")),
                    octets(required(element, "server")));
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new MalformedException("token with a bad value", e);
        }
    }

    private static Bytes octets(String base64) {
        return Bytes.wrap(Base64.getDecoder().decode(base64));
    }

    private static String required(XmlElement element, String name) throws MalformedException {
        return element.attribute(name).orElseThrow(() -> new MalformedException("token without " + name));
    }
}
