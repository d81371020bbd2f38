package im.kith.core.openpgp;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import com.fasterxml.aalto.stax.OutputFactoryImpl;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;

/**
 * Reads and writes the few XML elements that go into encrypted messages, within bounds.
 *
 * <p>No document types, no entities, no processing instructions; depth and attributes limited. What is written is ASCII, with
 * character references beyond.
 */
final class SafeXml {

    private static final int MAX_DEPTH = 64;
    private static final int MAX_ATTRIBUTES = 64;

    private SafeXml() {}

    /** Something that reads an element. */
    interface Reading<T> {
        T read(XMLStreamReader in) throws XMLStreamException, MalformedException;
    }

    /** Something that writes an element. */
    interface Writing {
        void write(XMLStreamWriter out) throws XMLStreamException, MalformedException;
    }

    /** Reads {@code document} with {@code reading}, which starts on the root element's start and must end on its end. */
    static <T> T read(Bytes document, Reading<T> reading) throws MalformedException {
        XMLInputFactory factory = new InputFactoryImpl();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            XMLStreamReader in = factory.createXMLStreamReader(new ByteArrayInputStream(document.toArray()), "UTF-8");
            while (next(in) != XMLStreamConstants.START_ELEMENT) {
                // what may precede the root element
            }
            T value = reading.read(in);
            while (in.hasNext()) {
                next(in);
            }
            return value;
        } catch (XMLStreamException | RuntimeException e) {
            throw new MalformedException("malformed XML", e);
        }
    }

    /** The next event, if it is of a kind that is accepted. */
    static int next(XMLStreamReader in) throws XMLStreamException, MalformedException {
        int event = in.next();
        switch (event) {
            case XMLStreamConstants.DTD,
                    XMLStreamConstants.ENTITY_REFERENCE,
                    XMLStreamConstants.PROCESSING_INSTRUCTION ->
                throw new MalformedException("document type, entity or processing instruction");
            case XMLStreamConstants.START_ELEMENT -> {
                if (in.getAttributeCount() + in.getNamespaceCount() > MAX_ATTRIBUTES) {
                    throw new MalformedException("more than " + MAX_ATTRIBUTES + " attributes");
                }
            }
            default -> {
                // text, comments, ends
            }
        }
        return event;
    }

    /** The next child element's start (true) or the end of the present element (false); text between is passed over. */
    static boolean nextChild(XMLStreamReader in) throws XMLStreamException, MalformedException {
        int event = next(in);
        while (event != XMLStreamConstants.START_ELEMENT && event != XMLStreamConstants.END_ELEMENT) {
            event = next(in);
        }
        return event == XMLStreamConstants.START_ELEMENT;
    }

    /** Whether the present element has this name. */
    static boolean is(XMLStreamReader in, String namespace, String name) {
        return in.getLocalName().equals(name) && namespace.equals(in.getNamespaceURI());
    }

    /** An attribute that must be there. */
    static String required(XMLStreamReader in, String attribute) throws MalformedException {
        String value = in.getAttributeValue(null, attribute);
        if (value == null) {
            throw new MalformedException(in.getLocalName() + " without " + attribute);
        }
        return value;
    }

    /** The text of the present element up to its end; child elements are passed over. */
    static String text(XMLStreamReader in) throws XMLStreamException, MalformedException {
        StringBuilder text = new StringBuilder();
        for (int depth = 1; depth > 0; ) {
            int event = next(in);
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> depth = deeper(depth);
                case XMLStreamConstants.END_ELEMENT -> depth--;
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    if (depth == 1) {
                        text.append(in.getText());
                    }
                }
                default -> {
                    // comments
                }
            }
        }
        return text.toString();
    }

    private static int deeper(int depth) throws MalformedException {
        if (depth >= MAX_DEPTH) {
            throw new MalformedException("elements nested deeper than " + MAX_DEPTH);
        }
        return depth + 1;
    }

    /** What {@code writing} writes. */
    static Bytes write(Writing writing) throws MalformedException {
        XMLOutputFactory factory = new OutputFactoryImpl();
        factory.setProperty(XMLOutputFactory.IS_REPAIRING_NAMESPACES, true);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            XMLStreamWriter writer = factory.createXMLStreamWriter(out, StandardCharsets.US_ASCII.name());
            writing.write(writer);
            writer.close();
        } catch (XMLStreamException e) {
            throw new MalformedException("text that XML cannot hold", e);
        }
        return Bytes.wrap(out.toByteArray());
    }

    /** Copies the present element, with all that is inside, up to its end. */
    static void copy(XMLStreamReader in, XMLStreamWriter out) throws XMLStreamException, MalformedException {
        start(in, out);
        for (int depth = 1; depth > 0; ) {
            int event = next(in);
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> {
                    depth = deeper(depth);
                    start(in, out);
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    depth--;
                    out.writeEndElement();
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    out.writeCharacters(in.getText());
                default -> {
                    // comments
                }
            }
        }
    }

    private static void start(XMLStreamReader in, XMLStreamWriter out) throws XMLStreamException {
        out.writeStartElement(orEmpty(in.getPrefix()), in.getLocalName(), orEmpty(in.getNamespaceURI()));
        for (int i = 0; i < in.getAttributeCount(); i++) {
            String namespace = orEmpty(in.getAttributeNamespace(i));
            if (namespace.isEmpty()) {
                out.writeAttribute(in.getAttributeLocalName(i), in.getAttributeValue(i));
            } else {
                out.writeAttribute(
                        orEmpty(in.getAttributePrefix(i)),
                        namespace,
                        in.getAttributeLocalName(i),
                        in.getAttributeValue(i));
            }
        }
    }

    private static String orEmpty(@org.jspecify.annotations.Nullable String value) {
        return value == null ? "" : value;
    }
}
