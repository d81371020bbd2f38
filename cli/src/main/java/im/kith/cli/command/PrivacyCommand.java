package im.kith.cli.command;

import com.google.gson.JsonElement;
import im.kith.cli.render.HistoryText;
import im.kith.cli.service.Failure;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "privacy",
        description = "Shows or sets how much of the size of the address book is hidden, on all devices.",
        footer = {
            "",
            "With steps, reserved items keep the number of items at 16, 32, 64 and so on, so",
            "that it does not tell how many contacts there are. Compatible: no reserved",
            "items at all, for software that cannot read them.",
            "",
            "  kith privacy",
            "  kith privacy --steps off"
        })
final class PrivacyCommand extends KithCommand {

    enum Switch {
        ON,
        OFF;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(names = "--steps", paramLabel = "on|off", description = "keep the number of items at a step")
    private @Nullable Switch steps;

    @Option(names = "--compatible", paramLabel = "on|off", description = "use no reserved items")
    private @Nullable Switch compatible;

    @Override
    int run() throws Failure {
        Params params = new Params();
        if (steps != null) {
            params.with("steps", steps == Switch.ON);
        }
        if (compatible != null) {
            params.with("compatible", compatible == Switch.ON);
        }
        JsonElement privacy = ask("privacy", params.json());
        print(privacy, () -> HistoryText.privacy(privacy));
        return 0;
    }
}
