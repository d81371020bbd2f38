package im.kith.cli.command;

import com.google.gson.JsonElement;
import im.kith.cli.render.DeviceText;
import im.kith.cli.render.Json;
import im.kith.cli.render.Printable;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "sync",
        description = "Exchanges changes once with every device that can be reached.",
        footer = {"", "Exit code 8 if some were not reached.", "", "  kith sync --timeout 10"})
final class SyncCommand extends KithCommand {

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "how long to look for them")
    private @Nullable Integer timeout;

    @Option(
            names = "--full",
            description = "exchange everything stored, not only changes: after a warning that two devices differ")
    private boolean full;

    @Override
    int run() throws Failure {
        if (timeout != null && timeout < 1) {
            throw Failure.of(Kind.USAGE, "--timeout of " + timeout + " seconds", "It is a positive number of seconds.");
        }
        List<String> why = new ArrayList<>();
        JsonElement pass = ask(
                "sync",
                (full ? new Params().with("full", true) : new Params())
                        .with("timeout", timeout)
                        .json(),
                event -> why.add(Json.text(event, "text")));
        print(
                pass,
                () -> List.of("Reached " + Json.texts(pass, "reached").size() + " of "
                        + (Json.texts(pass, "reached").size()
                                + Json.texts(pass, "missed").size())
                        + " devices; received " + Json.number(pass, "received") + ", sent " + Json.number(pass, "sent")
                        + " in " + Json.number(pass, "millis") + " ms"));
        List<String> missed = Json.texts(pass, "missed");
        if (!missed.isEmpty()) {
            terminal().flush();
            throw Failure.of(
                    Kind.NETWORK,
                    Stream.concat(
                                    Stream.of("not reached: "
                                            + missed.stream()
                                                    .map(DeviceText::shortId)
                                                    .collect(Collectors.joining(", "))),
                                    why.stream().map(Printable::of))
                            .collect(Collectors.joining("; ")),
                    "Does the daemon run there (kith up), on the same network?");
        }
        return 0;
    }
}
