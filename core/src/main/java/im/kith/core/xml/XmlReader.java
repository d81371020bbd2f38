package im.kith.core.xml;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.XMLInputFactory2;
import org.jspecify.annotations.Nullable;

/**
 * Reads one document of UTF-8 into a tree, with limits.
 *
 * <p>No DTD, no entities but XML's own five and character references, {@value #MAX_DEPTH} levels, {@value #MAX_ATTRIBUTES}
 * attributes an element (design §10; RFC 6120 §11.1). Comments and processing instructions are skipped. The caller limits
 * the octets.
 */
public final class XmlReader {

    public static final int MAX_DEPTH = 64;
    public static final int MAX_ATTRIBUTES = 64;

    private static final InputFactoryImpl FACTORY = newFactory();

    private final XMLStreamReader stream;

    private XmlReader(XMLStreamReader stream) {
        this.stream = stream;
    }

    /** Aalto by name: what the class path offers as XMLInputFactory depends on who else is there. */
    private static InputFactoryImpl newFactory() {
        InputFactoryImpl factory = new InputFactoryImpl();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, false);
        return factory;
    }

    static InputFactoryImpl factory() {
        return FACTORY;
    }

    public static XmlElement read(String document) throws MalformedException {
        return read(Bytes.utf8(document));
    }

    /**
     * The root element of {@code document}; white space may follow it.
     *
     * @throws MalformedException saying what is wrong and at which octet
     */
    public static XmlElement read(Bytes document) throws MalformedException {
        XMLStreamReader stream;
        try {
            stream = FACTORY.createXMLStreamReader(new ByteArrayInputStream(document.toArray()), "UTF-8");
        } catch (XMLStreamException e) {
            throw new MalformedException("XML: " + firstLine(e), e);
        }
        XmlReader reader = new XmlReader(stream);
        try {
            return reader.document();
        } catch (XMLStreamException e) {
            throw reader.malformed(firstLine(e));
        } catch (RuntimeException e) {
            throw new MalformedException("XML: the parser cannot cope: " + e, e);
        } finally {
            reader.close();
        }
    }

    static String firstLine(Exception e) {
        Iterator<String> lines = String.valueOf(e.getMessage()).lines().iterator();
        return lines.hasNext() ? lines.next() : "not well-formed";
    }

    private void close() {
        try {
            stream.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("closing a reader of an array", e);
        }
    }

    private MalformedException malformed(String what) {
        return malformed(stream, what);
    }

    private static MalformedException malformed(XMLStreamReader stream, String what) {
        return new MalformedException(
                "XML: " + what + " at octet " + stream.getLocation().getCharacterOffset());
    }

    private XmlElement document() throws XMLStreamException, MalformedException {
        XmlElement root = null;
        while (stream.hasNext()) {
            switch (stream.next()) {
                case XMLStreamConstants.START_ELEMENT -> root = rest(stream, MAX_DEPTH);
                case XMLStreamConstants.DTD -> throw malformed("document type declaration");
                case XMLStreamConstants.ENTITY_REFERENCE -> throw malformed("undeclared entity");
                default -> {}
            }
        }
        if (root == null) {
            throw malformed("no element");
        }
        return root;
    }

    /** The element that {@code stream} has just opened, until it is closed; at most {@code levels} deep. */
    static XmlElement rest(XMLStreamReader stream, int levels) throws XMLStreamException, MalformedException {
        Deque<XmlElement.Builder> open = new ArrayDeque<>();
        open.push(start(stream));
        while (true) {
            switch (stream.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (open.size() >= levels) {
                        throw malformed(stream, "elements more than " + MAX_DEPTH + " deep");
                    }
                    open.push(start(stream));
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    XmlElement element = open.pop().build();
                    if (open.isEmpty()) {
                        return element;
                    }
                    open.element().child(element);
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                    open.element().text(stream.getText());
                case XMLStreamConstants.DTD -> throw malformed(stream, "document type declaration");
                case XMLStreamConstants.ENTITY_REFERENCE -> throw malformed(stream, "undeclared entity");
                default -> {}
            }
        }
    }

    static XmlElement.Builder start(XMLStreamReader stream) throws MalformedException {
        int count = stream.getAttributeCount();
        if (count > MAX_ATTRIBUTES) {
            throw malformed(stream, count + " attributes, more than " + MAX_ATTRIBUTES);
        }
        XmlElement.Builder element = XmlElement.builder(orEmpty(stream.getNamespaceURI()), stream.getLocalName());
        for (int i = 0; i < count; i++) {
            XmlName name = new XmlName(orEmpty(stream.getAttributeNamespace(i)), stream.getAttributeLocalName(i));
            element.attribute(name, stream.getAttributeValue(i));
        }
        return element;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
