package im.kith.cli.clients;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * Stanzas written so that two servers' can be compared: without what has to differ (ids that somebody made up, instants), without what is for
 * people (texts of errors, labels), and sorted where the order means nothing.
 */
final class Canonical {

    private static final String DISCO = "http://jabber.org/protocol/disco#";
    private static final String FORM = "jabber:x:data";
    private static final Set<String> FOR_PEOPLE = Set.of("title", "instructions", "label");

    private final Account account;
    private final String script;

    /** @param script what was asked; an item's id that is not in it was made up by the server */
    Canonical(Account account, String script) {
        this.account = account;
        this.script = script;
    }

    static Document parse(String xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
        } catch (SAXException | IOException | ParserConfigurationException e) {
            throw new AssertionError("no XML: " + xml, e);
        }
    }

    String of(String stanza) {
        return written(parse(stanza).getDocumentElement(), "jabber:client")
                .replace(account.jid(), "$account")
                .replace(account.domain(), "$server");
    }

    private String written(Element element, String around) {
        String namespace = String.valueOf(element.getNamespaceURI());
        StringBuilder out = new StringBuilder("<").append(element.getLocalName());
        if (!namespace.equals(around)) {
            out.append(" xmlns='").append(namespace).append('\'');
        }
        attributes(element)
                .forEach((name, value) ->
                        out.append(' ').append(name).append("='").append(value).append('\''));
        List<String> children = new ArrayList<>();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner && !isForPeople(inner)) {
                children.add(written(inner, namespace));
            } else if (child.getNodeType() == Node.TEXT_NODE
                    && !child.getTextContent().isBlank()) {
                children.add(child.getTextContent());
            }
        }
        if (namespace.startsWith(DISCO)
                || namespace.equals(FORM) && element.getLocalName().equals("x")) {
            children.sort(null);
        }
        return children.isEmpty()
                ? out.append("/>").toString()
                : out.append('>')
                        .append(String.join("", children))
                        .append("</")
                        .append(element.getLocalName())
                        .append('>')
                        .toString();
    }

    private static boolean isForPeople(Element element) {
        String namespace = String.valueOf(element.getNamespaceURI());
        return element.getLocalName().equals("text") && namespace.equals("urn:ietf:params:xml:ns:xmpp-stanzas")
                || namespace.equals(FORM) && FOR_PEOPLE.contains(element.getLocalName());
    }

    private Map<String, String> attributes(Element element) {
        Map<String, String> attributes = new TreeMap<>();
        NamedNodeMap all = element.getAttributes();
        for (int i = 0; i < all.getLength(); i++) {
            Attr attribute = (Attr) all.item(i);
            String name = attribute.getNodeName();
            String value = attribute.getValue();
            if (!name.startsWith("xmlns") && !isLeftOut(element, name, value)) {
                attributes.put(attribute.getLocalName(), isMadeUp(element, name, value) ? "*" : value);
            }
        }
        return attributes;
    }

    private boolean isLeftOut(Element element, String name, String value) {
        boolean stanza = Set.of("iq", "message", "presence").contains(element.getLocalName())
                && "jabber:client".equals(element.getNamespaceURI());
        return switch (name) {
            case "id", "to" -> stanza;
            case "from" -> stanza && value.equals(account.jid());
            case "xml:lang" -> true;
            case "label" -> FORM.equals(element.getNamespaceURI());
            case "by", "code" -> element.getLocalName().equals("error");
            default -> false;
        };
    }

    private boolean isMadeUp(Element element, String name, String value) {
        boolean asked = script.contains("=\"" + value + "\"");
        return switch (name) {
            case "stamp", "subid" -> true;
            case "id" -> Set.of("item", "retract").contains(element.getLocalName()) && !asked;
            case "node", "date", "v4-fingerprint" -> !asked;
            default -> false;
        };
    }
}
