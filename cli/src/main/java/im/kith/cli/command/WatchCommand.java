package im.kith.cli.command;

import im.kith.cli.render.DeviceText;
import im.kith.cli.service.Access;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Service;
import picocli.CommandLine.Command;

@Command(name = "watch", description = "Shows changes as they happen, until interrupted.")
final class WatchCommand extends KithCommand {

    @Override
    int run() throws Failure {
        try (Service service = open(Access.WATCH)) {
            service.call("watch", new Params().json(), event -> printNow(event, () -> DeviceText.event(event)));
        }
        return 0;
    }
}
