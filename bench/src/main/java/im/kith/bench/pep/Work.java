package im.kith.bench.pep;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The work that is measured, on one server: publishing, fetching, and how long an event takes. */
final class Work {

    private static final String PUBSUB = "http://jabber.org/protocol/pubsub";
    private static final String WARM = "urn:bench:warm";
    private static final String BIG = "urn:bench:big";
    private static final int FIRST = 100;
    private static final int WARM_UP = 2_000;
    private static final int WINDOW = 100;
    private static final int EVENTS = 300;
    private static final int FETCHES = 3;
    private static final String BODY = "x".repeat(400);

    private final Server server;
    private final int items;
    private final Map<String, Figure> figures = new LinkedHashMap<>();

    /** @param smallerIsBetter whether it is a time */
    record Figure(double value, String unit, boolean smallerIsBetter) {

        @Override
        public String toString() {
            return String.format(Locale.ROOT, value < 10 ? "%.2f %s" : "%.0f %s", value, unit);
        }
    }

    Work(Server server, int items) {
        this.server = server;
        this.items = items;
    }

    Map<String, Figure> measured() throws IOException {
        try (PlainClient one = new PlainClient(server.login(), "one")) {
            configure(one, WARM, "max");
            first(one);
            warmUp(one);
            configure(one, BIG, "max");
            configure(one, Caps.NODE, "1");
            publishOneByOne(one, "publish, one after the other", BIG, items / 10);
            long start = System.nanoTime();
            publishPipelined(one, BIG, items);
            rate("publish, " + WINDOW + " under way", items, start);
            fetched(one);
            latency(one);
        }
        return figures;
    }

    /** What a client sees that comes first after the start. */
    private void first(PlainClient client) throws IOException {
        publishOneByOne(client, "publish, the first " + FIRST + " after the start", WARM, FIRST);
    }

    /** Servers run for months: the rest is measured once each has done the same work for a while. */
    private void warmUp(PlainClient client) throws IOException {
        publishPipelined(client, WARM, WARM_UP);
        fetch(client, WARM, WARM_UP);
        for (int i = 0; i < FIRST; i++) {
            client.ask("w" + i, "set", publication(WARM, "item-" + i));
        }
    }

    private void put(String what, Figure figure) {
        figures.put(what, figure);
        System.err.println("  " + what + ": " + figure);
    }

    private static void configure(PlainClient client, String node, String maxItems) throws IOException {
        client.ask(
                "create",
                "set",
                "<pubsub xmlns='" + PUBSUB + "'><create node='" + node
                        + "'/><configure><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>" + PUBSUB
                        + "#node_config</value></field><field var='pubsub#max_items'><value>" + maxItems
                        + "</value></field><field var='pubsub#persist_items'><value>1</value></field></x></configure></pubsub>");
    }

    private static String publication(String node, String id) {
        return "<pubsub xmlns='" + PUBSUB + "'><publish node='" + node + "'><item id='" + id
                + "'><note xmlns='urn:bench'>" + BODY + "</note></item></publish></pubsub>";
    }

    private void publishOneByOne(PlainClient client, String what, String node, int count) throws IOException {
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            client.ask("p" + i, "set", publication(node, "item-" + i));
        }
        rate(what, count, start);
    }

    /** With so many under way, over the ids that are there and new ones. */
    private static void publishPipelined(PlainClient client, String node, int count) throws IOException {
        for (int i = 0; i < count + WINDOW; i++) {
            if (i < count) {
                client.send(PlainClient.iq("q" + i, "set", publication(node, "item-" + i)));
            }
            if (i >= WINDOW) {
                PlainClient.checked(client.answer());
            }
        }
    }

    private void fetched(PlainClient client) throws IOException {
        double[] seconds = new double[FETCHES];
        for (int i = 0; i < FETCHES; i++) {
            seconds[i] = fetch(client, BIG, items);
        }
        Arrays.sort(seconds);
        put("fetch of " + items + " items", new Figure(seconds[FETCHES / 2], "s", true));
        put("items fetched", new Figure(items / seconds[FETCHES / 2], "items/s", false));
    }

    /** Seconds that it takes to get all items of {@code node}. */
    private double fetch(PlainClient client, String node, int expected) throws IOException {
        long start = System.nanoTime();
        Stanza all =
                client.ask("f" + start, "get", "<pubsub xmlns='" + PUBSUB + "'><items node='" + node + "'/></pubsub>");
        if (all.items() != expected) {
            throw new IOException(server.name() + " gave " + all.items() + " items of " + expected);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private void latency(PlainClient one) throws IOException {
        try (PlainClient two = new PlainClient(server.login(), "two")) {
            latency("event, client to client, median", one, two);
        }
        Login other = server.otherDevice();
        if (other.equals(server.login())) {
            put(
                    "event, device to device, median",
                    java.util.Objects.requireNonNull(figures.get("event, client to client, median")));
            return;
        }
        publishOneByOne(one, "publish, the other device at work too", BIG, items / 10);
        try (PlainClient there = new PlainClient(other, "there")) {
            latency("event, device to device, median", one, there);
        }
    }

    private void latency(String what, PlainClient one, PlainClient two) throws IOException {
        two.send(Caps.PRESENCE);
        one.ask("first", "set", publication(Caps.NODE, "first-" + what.hashCode()));
        awaitEvent(two, "first-" + what.hashCode());
        double[] millis = new double[EVENTS];
        for (int i = 0; i < EVENTS; i++) {
            String id = "event-" + what.hashCode() + "-" + i;
            long start = System.nanoTime();
            one.send(PlainClient.iq(id, "set", publication(Caps.NODE, id)));
            awaitEvent(two, id);
            millis[i] = (System.nanoTime() - start) / 1e6;
            PlainClient.checked(one.answer());
        }
        Arrays.sort(millis);
        put(what, new Figure(millis[EVENTS / 2], "ms", true));
        put(what.replace("median", "99 of 100"), new Figure(millis[EVENTS * 99 / 100], "ms", true));
    }

    private static void awaitEvent(PlainClient client, String id) throws IOException {
        while (!client.event().lastItem().equals(id)) {
            // the last item on presence, or an older event
        }
    }

    private void rate(String what, int count, long start) {
        put(what, new Figure(count / ((System.nanoTime() - start) / 1e9), "/s", false));
    }
}
