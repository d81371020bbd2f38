package im.kith.cli.command;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.cli.render.DeviceText;
import im.kith.cli.render.Json;
import im.kith.cli.render.Printable;
import im.kith.cli.service.Failure;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "revoke",
        description =
                "Takes a lost device out of the account: it gets nothing more, and nothing more is taken from it.",
        footer = {
            "",
            "What others have of its changes stays, so another device is asked for them",
            "first; --now does not wait for one. It keeps what it has. Its successors",
            "(restored, copied) go with it; on a terminal you are asked about the devices",
            "that it added or had revoked itself; --reinstate works later too.",
            "",
            "  kith device revoke phone",
            "  kith device revoke phone --now",
            "  kith device revoke phone --reinstate laptop"
        })
final class RevokeCommand extends KithCommand {

    @Parameters(arity = "1..*", paramLabel = "REF", description = "its id, the beginning of it, or its name")
    private List<String> refs;

    @Option(names = "--now", description = "do not ask another device first for what it has of these")
    private boolean now;

    @Option(
            names = "--reinstate",
            paramLabel = "REF",
            description = "a device that the lost one had revoked: it is a member again")
    private List<String> reinstate = new ArrayList<>();

    @Override
    int run() throws Failure {
        List<String> all = new ArrayList<>(refs);
        List<String> back = new ArrayList<>(reinstate);
        JsonElement consequences = ask(
                "device consequences",
                new Params().with("refs", refs).with("reinstate", reinstate).json());
        List<JsonElement> admitted = Json.array(consequences, "admitted");
        List<JsonElement> revoked = new ArrayList<>(Json.array(consequences, "revoked"));
        boolean asks = terminal().inIsTerminal() && terminal().errIsTerminal() && !root().json();
        if (asks) {
            for (JsonElement device : admitted) {
                if (agreed(name(device) + " was added by it. Revoke it too?")) {
                    all.add(Json.text(device, "id"));
                }
            }
            for (JsonElement device : revoked) {
                if (!named(reinstate, device) && agreed(name(device) + " was revoked by it. Make it a member again?")) {
                    back.add(Json.text(device, "id"));
                }
            }
        }
        Params params = new Params().with("refs", all).with("reinstate", back);
        if (now) {
            params = params.with("now", true);
        }
        JsonElement result = ask("device revoke", params.json());
        print(result, () -> lines(result));
        if (!asks) {
            admitted.forEach(
                    device -> note(name(device) + " was added by it and stays. If that was not you: kith device"
                            + " revoke " + DeviceText.shortId(Json.text(device, "id"))));
            revoked.stream()
                    .filter(device -> !named(reinstate, device))
                    .forEach(device -> note(name(device) + " was revoked by it and stays out. If that was not you: kith"
                            + " device revoke " + String.join(" ", refs) + " --reinstate "
                            + DeviceText.shortId(Json.text(device, "id"))));
        }
        return 0;
    }

    private static List<String> lines(JsonElement result) {
        List<JsonElement> devices = result instanceof JsonObject ? List.of(result) : Json.elements(result);
        return devices.stream().map(device -> "Revoked " + name(device)).toList();
    }

    private static String name(JsonElement device) {
        return Printable.of(Json.text(device, "name"));
    }

    private static boolean named(List<String> refs, JsonElement device) {
        return refs.stream()
                .anyMatch(ref -> ref.equals(Json.text(device, "name"))
                        || Json.text(device, "id").startsWith(ref));
    }

    private boolean agreed(String question) throws Failure {
        return terminal().agreed(question);
    }
}
