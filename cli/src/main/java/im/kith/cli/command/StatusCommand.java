package im.kith.cli.command;

import com.google.gson.JsonElement;
import im.kith.cli.render.DeviceText;
import im.kith.cli.service.Failure;
import picocli.CommandLine.Command;

@Command(
        name = "status",
        description = "Shows the account, this device, what it holds, and the other devices.",
        footer = {"", "  kith status", "  kith status --json | jq .warnings"})
final class StatusCommand extends KithCommand {

    @Override
    int run() throws Failure {
        JsonElement status = ask("status", new Params().json());
        print(status, () -> DeviceText.status(status, terminal()));
        return 0;
    }
}
