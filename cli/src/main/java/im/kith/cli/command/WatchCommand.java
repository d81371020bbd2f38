package im.kith.cli.command;

import im.kith.cli.render.DeviceText;
import im.kith.cli.service.Failure;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "watch",
        description = "Shows changes as they happen, until interrupted.",
        footer = {
            "",
            "On a terminal with the devices and whether they are connected; else, or with",
            "--lines, a change a line. It goes on when the daemon is started, stopped or",
            "started again.",
            "",
            "  kith watch",
            "  kith watch --json | while read -r change; do …; done"
        })
final class WatchCommand extends ReopeningCommand {

    @Option(names = "--lines", description = "a change a line, on a terminal too")
    private boolean lines;

    @Override
    int run() throws Failure {
        Path home = root().home();
        boolean dumb = terminal().environment().getOrDefault("TERM", "dumb").equals("dumb");
        if (!lines && !root().json() && terminal().inIsTerminal() && terminal().outIsTerminal() && !dumb) {
            new LiveWatch(this, home).run();
            return 0;
        }
        new Follower(this, home, event -> printNow(event, () -> DeviceText.event(event)), this::tell).run();
        return 0;
    }

    private void tell(Follower.By now) {
        if (now == Follower.By.NOTHING) {
            note("The daemon has stopped; waiting for it.");
        }
    }
}
