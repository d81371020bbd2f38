package im.kith.cli.command;

import im.kith.cli.demo.Demo;
import im.kith.cli.service.Failure;
import picocli.CommandLine.Command;

@Command(
        name = "demo",
        description = "Two devices in a temporary directory: they pair, sync, both edit one contact apart, and merge.",
        footer = {"", "Everything in it is real, and on this machine only; nothing of it stays.", "", "  kith demo"})
final class DemoCommand extends KithCommand {

    @Override
    int run() throws Failure {
        Demo.run(
                terminal(),
                (terminal, arguments) -> new Kith(terminal, root().engine()).run(arguments),
                (step, text) -> printNow(
                        new Params()
                                .with("event", "step")
                                .with("step", step)
                                .with("text", text)
                                .json(),
                        () -> text));
        return 0;
    }
}
