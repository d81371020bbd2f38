package im.kith.core.openpgp;

import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/**
 * The {@code <signcrypt/>} element (XEP-0373 §3.1), what a signed and encrypted message holds.
 *
 * @param to JIDs it is meant for, at least one
 * @param time when it was signed
 * @param padding random text that hides the payload's length
 * @param payload the payload's child elements, each as XML text
 */
record SigncryptContent(List<String> to, Instant time, String padding, List<String> payload) {

    static final String NAMESPACE = "urn:xmpp:openpgp:0";

    /** Elements of one payload, and recipients named in it. */
    static final int MAX_ELEMENTS = 1024;

    SigncryptContent {
        to = List.copyOf(to);
        payload = List.copyOf(payload);
    }

    Bytes toXml() throws MalformedException {
        return SafeXml.write(out -> {
            out.writeStartElement("", "signcrypt", NAMESPACE);
            for (String jid : to) {
                out.writeStartElement("", "to", NAMESPACE);
                out.writeAttribute("jid", jid);
                out.writeEndElement();
            }
            out.writeStartElement("", "time", NAMESPACE);
            out.writeAttribute("stamp", time.toString());
            out.writeEndElement();
            out.writeStartElement("", "rpad", NAMESPACE);
            out.writeCharacters(padding);
            out.writeEndElement();
            out.writeStartElement("", "payload", NAMESPACE);
            for (String element : payload) {
                SafeXml.read(Bytes.utf8(element), in -> copied(in, out));
            }
            out.writeEndElement();
            out.writeEndElement();
        });
    }

    private static boolean copied(XMLStreamReader in, XMLStreamWriter out)
            throws XMLStreamException, MalformedException {
        SafeXml.copy(in, out);
        return true;
    }

    static SigncryptContent read(Bytes xml) throws MalformedException {
        return SafeXml.read(xml, in -> {
            if (!SafeXml.is(in, NAMESPACE, "signcrypt")) {
                throw new MalformedException("element " + in.getLocalName() + " in place of signcrypt");
            }
            return new Reader().read(in);
        });
    }

    /** Collects the parts, in whatever order they come. */
    private static final class Reader {
        private final List<String> to = new ArrayList<>();
        private @Nullable Instant time;
        private String padding = "";
        private @Nullable List<String> payload;

        SigncryptContent read(XMLStreamReader in) throws XMLStreamException, MalformedException {
            while (SafeXml.nextChild(in)) {
                part(in);
            }
            if (time == null || payload == null || to.isEmpty()) {
                throw new MalformedException("signcrypt without to, time or payload");
            }
            return new SigncryptContent(to, time, padding, payload);
        }

        private void part(XMLStreamReader in) throws XMLStreamException, MalformedException {
            boolean known = NAMESPACE.equals(in.getNamespaceURI());
            switch (known ? in.getLocalName() : "") {
                case "to" -> {
                    to.add(SafeXml.required(in, "jid"));
                    limit(to);
                    SafeXml.text(in);
                }
                case "time" -> {
                    if (time != null) {
                        throw new MalformedException("signcrypt with two times");
                    }
                    time = instant(SafeXml.required(in, "stamp"));
                    SafeXml.text(in);
                }
                case "payload" -> {
                    if (payload != null) {
                        throw new MalformedException("signcrypt with two payloads");
                    }
                    payload = elements(in);
                }
                case "rpad" -> padding = SafeXml.text(in);
                default -> SafeXml.text(in);
            }
        }

        private static List<String> elements(XMLStreamReader in) throws XMLStreamException, MalformedException {
            List<String> elements = new ArrayList<>();
            while (SafeXml.nextChild(in)) {
                elements.add(SafeXml.write(out -> copied(in, out)).toUtf8());
                limit(elements);
            }
            return elements;
        }

        private static void limit(List<String> list) throws MalformedException {
            if (list.size() > MAX_ELEMENTS) {
                throw new MalformedException("more than " + MAX_ELEMENTS + " elements");
            }
        }

        private static Instant instant(String stamp) throws MalformedException {
            try {
                return OffsetDateTime.parse(stamp).toInstant();
            } catch (DateTimeException e) {
                throw new MalformedException("time stamp that is none", e);
            }
        }
    }
}
