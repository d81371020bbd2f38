package im.kith.cli.clients;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@link SmackClient} as a process that is told what to do line by line, as the Python ones are: it can run on another host. */
final class SmackProcess {

    private SmackProcess() {}

    public static void main(String[] arguments) throws IOException {
        try (SmackClient client = new SmackClient();
                BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            Thread events = new Thread(() -> tellEvents(client), "events");
            events.setDaemon(true);
            events.start();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonObject request = JsonParser.parseString(line).getAsJsonObject();
                JsonObject answer = new JsonObject();
                answer.add("n", request.get("n"));
                Client.Reply reply = run(client, request);
                answer.addProperty(reply.ok() ? "result" : "error", reply.text());
                say(answer);
            }
        }
    }

    private static Client.Reply run(SmackClient client, JsonObject request) {
        String operation = request.get("op").getAsString();
        if (operation.equals("login")) {
            Account account = new Account(
                    request.get("port").getAsInt(),
                    request.get("jid").getAsString(),
                    request.get("password").getAsString());
            return client.login(
                    account, request.get("resource").getAsString(), strings(request.getAsJsonArray("notify")));
        }
        Map<String, Object> all = new HashMap<>();
        request.entrySet().forEach(each -> {
            JsonElement value = each.getValue();
            all.put(each.getKey(), value instanceof JsonArray array ? strings(array) : value.getAsString());
        });
        return client.ask(operation, all);
    }

    private static List<String> strings(JsonArray array) {
        List<String> strings = new ArrayList<>();
        array.forEach(each -> strings.add(each.getAsString()));
        return strings;
    }

    private static void tellEvents(SmackClient client) {
        try {
            while (true) {
                JsonObject event = new JsonObject();
                event.addProperty("event", client.events().take());
                say(event);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static synchronized void say(JsonObject line) {
        System.out.println(new Gson().toJson(line));
    }
}
