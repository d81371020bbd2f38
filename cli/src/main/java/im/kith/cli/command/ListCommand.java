package im.kith.cli.command;

import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        description = "Lists contacts.",
        footer = {
            "",
            "  kith list --group Friends --sort changed",
            "  kith list --no-group",
            "  kith list --changed-since 7d    also 36h, 2w, 2026-11-01, 2026-11-01T10:00:00Z"
        })
final class ListCommand extends KithCommand {

    enum Sort {
        NAME,
        ADDED,
        CHANGED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(names = "--group", paramLabel = "GROUP", description = "only those in this group")
    private @Nullable String group;

    @Option(names = "--no-group", description = "only those in no group")
    private boolean noGroup;

    @Option(
            names = "--changed-since",
            paramLabel = "WHEN",
            description = "only those changed since a date, or so long ago")
    private @Nullable String changedSince;

    @Option(names = "--sort", paramLabel = "FIELD", description = "${COMPLETION-CANDIDATES}")
    private @Nullable Sort sort;

    @Override
    int run() throws Failure {
        if (noGroup && group != null) {
            throw Failure.of(Kind.USAGE, "--group and --no-group exclude each other", "One of them, or none.");
        }
        Params params = new Params().with("group", group);
        if (noGroup) {
            params.with("noGroup", true);
        }
        if (changedSince != null) {
            params.with(
                    "changedSince",
                    Since.instant(changedSince, Instant.now(), ZoneId.systemDefault())
                            .toString());
        }
        if (sort != null) {
            params.with("sort", sort.toString());
        }
        if (contacts("list", params) == 0) {
            note(nobody());
        }
        return 0;
    }

    private String nobody() {
        if (changedSince != null || noGroup) {
            return "Nobody of that kind.";
        }
        return group == null ? "No contacts yet: kith add --help, kith import --help." : "Nobody in that group.";
    }
}
