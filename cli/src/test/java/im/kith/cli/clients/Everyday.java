package im.kith.cli.clients;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What people's software does every day with PEP, by whatever the library itself has for it. */
public final class Everyday {

    /** What the client listens to. */
    public static final List<String> NODES = List.of(
            "urn:xmpp:contacts",
            "urn:xmpp:bookmarks:1",
            "urn:xmpp:avatar:metadata",
            "eu.siacs.conversations.axolotl.devicelist",
            "urn:test:notes");

    private static final String FINGERPRINT = "1357B01865B2503C18453D208CAC2A9678548E35";
    private static final String CONTACT =
            "<contact xmlns='urn:xmpp:contacts:0' name='Nurse'><identity type='jid'>nurse@example.org</identity></contact>";
    private static final int PATIENCE_SECONDS = 60;

    private final Client client;
    private final Account account;
    private final Canonical canonical;
    private final List<String> told = new ArrayList<>();

    private Everyday(Client client, Account account) {
        this.client = client;
        this.account = account;
        this.canonical = new Canonical(account, "");
    }

    /** Does it all; how each went. */
    public static List<String> with(Client client, Account account) {
        return new Everyday(client, account).all();
    }

    private List<String> all() {
        told.add("wrong password: "
                + client.login(new Account(account.port(), account.jid(), "wrong"), "wrong", NODES)
                        .ok());
        told.add("login: " + client.login(account, "everyday", NODES).get().replace(account.jid(), "$account"));
        for (String operation : List.of("available", "ping", "roster", "carbons")) {
            ask(operation, Map.of());
        }
        Map<String, String> note =
                Map.of("node", "urn:test:notes", "id", "a", "payload", "<note xmlns='urn:test'>a</note>");
        for (String operation :
                List.of("create", "create", "publish", "items", "retract", "items", "delete", "delete", "items")) {
            ask(operation, note);
        }
        ask("publish", Map.of("node", "urn:xmpp:contacts", "id", "xA7tVbbHjTIu9Cf1yB8uWcc", "payload", CONTACT));
        hears("urn:xmpp:contacts");
        ask("items", Map.of("node", "urn:xmpp:contacts"));
        ask("bookmark", Map.of("room", "theplay@conference.shakespeare.lit", "name", "The Play"));
        ask("bookmark", Map.of("room", "orchard@conference.shakespeare.lit", "name", "The Orchard"));
        hears("orchard@");
        ask("bookmarks", Map.of());
        ask("avatar", Map.of("png", "iVBORw0KGgo="));
        hears("urn:xmpp:avatar:metadata");
        ask("avatar-get", Map.of());
        ask("omemo", Map.of("ids", List.of("12345", "4223")));
        hears("eu.siacs.conversations.axolotl.devicelist");
        ask("omemo-get", Map.of());
        return told;
    }

    /** Publishes an OpenPGP key and gets what is there; apart, since kith has its own key there too. */
    public static String key(Client client) {
        client.ask("openpgp", Map.of("fingerprint", FINGERPRINT, "key", "AAAA", "date", "2020-01-21T10:46:21Z"))
                .get();
        return client.ask("openpgp-get").get();
    }

    private void ask(String operation, Map<String, ?> arguments) {
        Client.Reply reply = client.ask(operation, arguments);
        String text = operation.equals("items") && reply.ok() ? items(reply.text()) : reply.text();
        told.add(operation + (reply.ok() ? ": " : " refused: ") + text);
    }

    /** Lines of an id and XML, as every library would write them. */
    private String items(String lines) {
        return lines.lines()
                .map(line ->
                        line.substring(0, line.indexOf(' ') + 1) + canonical.of(line.substring(line.indexOf(' ') + 1)))
                .collect(Collectors.joining("\n"));
    }

    private void hears(String what) {
        awaitEvent(client, what);
        told.add("heard of " + what);
    }

    /** The next event that says {@code what}. */
    public static String awaitEvent(Client client, String what) {
        List<String> others = new ArrayList<>();
        try {
            while (true) {
                String event = client.events().poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (event == null) {
                    throw new AssertionError("heard nothing of " + what + ", but " + others);
                }
                if (event.contains(what)) {
                    return event;
                }
                others.add(event);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
