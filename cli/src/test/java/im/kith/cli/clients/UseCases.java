package im.kith.cli.clients;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The list of use cases, {@code usecases.xml}, and how it went with a server. */
public final class UseCases {

    private static final Path FILE = Path.of("src", "test", "clients", "usecases.xml");
    private static final String BARRIER = "urn:test:barrier";
    private static final int PATIENCE_SECONDS = 60;

    private final Account account;
    private final Element root;
    private final Canonical canonical;
    private final Map<String, Client> clients;
    private final Map<String, Boolean> available = new LinkedHashMap<>();
    private int barrier;

    private UseCases(Account account, String script, Map<String, Client> clients) {
        this.account = account;
        this.root = Canonical.parse(script).getDocumentElement();
        this.canonical = new Canonical(account, script);
        this.clients = clients;
    }

    /**
     * Puts the resources {@code one} and {@code two} through all use cases.
     *
     * @return by the case's name what was answered, in order, and what else came, sorted
     */
    public static Map<String, List<String>> run(Account account, Client one, Client two) throws IOException {
        String script =
                Files.readString(FILE).replace("$account", account.jid()).replace("$server", account.domain());
        return new UseCases(account, script, Map.of("one", one, "two", two)).all();
    }

    private Map<String, List<String>> all() {
        List<String> notify = List.of(root.getAttribute("notify").strip().split("\\s+", -1));
        for (String resource : List.of("one", "two")) {
            client(resource).login(account, resource, notify).get();
        }
        tell(client("one"), "available", Map.of());
        available.put("one", true);
        settled(2);
        Map<String, List<String>> told = new LinkedHashMap<>();
        elements(root).forEach(each -> told.put(each.getAttribute("name"), of(each)));
        return told;
    }

    private Client client(String resource) {
        return java.util.Objects.requireNonNull(clients.get(resource));
    }

    /**
     * Has {@code client} send what is not answered, and waits until the server has taken it: it answers a ping on the same stream after
     * that. Otherwise what another resource does next may overtake it.
     */
    private static void tell(Client client, String operation, Map<String, ?> arguments) {
        client.ask(operation, arguments).get();
        client.ask("ping").get();
    }

    private List<String> of(Element useCase) {
        List<String> told = new ArrayList<>();
        for (Element step : elements(useCase)) {
            String resource = step.hasAttribute("by") ? step.getAttribute("by") : "one";
            step.removeAttribute("by");
            Client client = client(resource);
            switch (step.getLocalName()) {
                case "available", "unavailable" -> {
                    tell(client, step.getLocalName(), Map.of());
                    available.put(resource, step.getLocalName().equals("available"));
                }
                case "iq" ->
                    told.add(resource + ": "
                            + canonical.of(client.ask("iq", Map.of("xml", written(step)))
                                    .get()));
                default -> tell(client, "send", Map.of("xml", written(step)));
            }
        }
        told.addAll(settled(elements(useCase).get(0).getLocalName().equals("available") ? 2 : 1));
        return told;
    }

    /**
     * What came to the resources until now. It has come when an event comes that is published now; the second one, where a resource has
     * just come, since that hears of the first with the last items of all nodes.
     */
    private List<String> settled(int rounds) {
        List<String> told = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            barrier++;
            client("one")
                    .ask(
                            "iq",
                            Map.of(
                                    "xml",
                                    "<iq xmlns='jabber:client' type='set'><pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='"
                                            + BARRIER + "'><item id='current'><barrier xmlns='" + BARRIER + "' n='n"
                                            + barrier
                                            + "n'/></item></publish></pubsub></iq>"))
                    .get();
            for (String resource : List.of("one", "two")) {
                if (available.getOrDefault(resource, false)) {
                    awaitBarrier(client(resource))
                            .forEach(event -> told.add(resource + " hears " + canonical.of(event)));
                }
            }
        }
        return told.stream().sorted().toList();
    }

    private List<String> awaitBarrier(Client client) {
        List<String> before = new ArrayList<>();
        try {
            while (true) {
                String event = client.events().poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (event == null) {
                    throw new AssertionError("no event of what was published; before came " + before);
                }
                if (event.contains("n" + barrier + "n")) {
                    return before;
                }
                if (!event.contains(BARRIER)) {
                    before.add(event);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static List<Element> elements(Element parent) {
        NodeList children = parent.getChildNodes();
        return IntStream.range(0, children.getLength())
                .mapToObj(children::item)
                .filter(child -> child.getNodeType() == Node.ELEMENT_NODE)
                .map(Element.class::cast)
                .toList();
    }

    private static String written(Element element) {
        try {
            Transformer transformer = TransformerFactory.newInstance().newTransformer();
            transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            StringWriter out = new StringWriter();
            transformer.transform(new DOMSource(element), new StreamResult(out));
            return out.toString();
        } catch (TransformerException e) {
            throw new AssertionError(e);
        }
    }
}
