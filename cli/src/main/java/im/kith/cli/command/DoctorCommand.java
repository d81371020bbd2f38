package im.kith.cli.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.cli.control.ControlClient;
import im.kith.cli.doctor.Finding;
import im.kith.cli.doctor.FirewallCheck;
import im.kith.cli.doctor.HomeChecks;
import im.kith.cli.render.DoctorText;
import im.kith.cli.render.Json;
import im.kith.cli.render.Progress;
import im.kith.cli.service.Access;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import im.kith.cli.service.Service;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "doctor",
        description = "Looks for what is wrong, and says what to do about it.",
        footer = {
            "",
            "Exits with 0 if all is well, 9 if the store or the account needs something,",
            "8 if only the network does.",
            "",
            "  kith doctor",
            "  kith doctor --json | jq '.[] | select(.ok | not)'"
        })
final class DoctorCommand extends KithCommand {

    private static final Set<String> OF_THE_NETWORK = Set.of("port", "protocol", "multicast", "firewall", "device");

    @Option(
            names = "--interface",
            paramLabel = "IF|ADDR",
            description = "try multicast on this interface only; a running daemon's are used else")
    private List<String> interfaces = List.of();

    @Option(names = "--no-mdns", description = "send nothing: leave multicast out")
    private boolean noMdns;

    private final JsonArray findings = new JsonArray();

    @Override
    int run() throws Failure {
        Path home = root().home();
        look(home);
        new HomeChecks(home, Clock.systemUTC()).findings().forEach(this::add);
        add(vault(home));
        add(version());
        add(new FirewallCheck().finding(port(home)));
        print(findings, () -> DoctorText.lines(findings, terminal()));
        return exitCode();
    }

    private void add(Finding finding) {
        findings.add(finding.toJson());
    }

    /** The daemon's own view if one runs, else the store opened here; a store that cannot be opened is a finding itself. */
    private void look(Path home) throws Failure {
        try (Service service = open(Access.USE)) {
            look(service);
        } catch (Failure failure) {
            if (failure.kind() != Kind.STORAGE) {
                throw failure;
            }
            try (Service damaged = root().opener().open(home, root().passphrase(), Access.INSPECT)) {
                look(damaged);
            }
        }
    }

    private void look(Service service) throws Failure {
        try (Progress progress = new Progress(terminal(), !root().quiet(), Clock.systemUTC())) {
            JsonElement found = service.call("doctor", parameters(), event -> {
                long done = Json.number(event, "done");
                progress.at(0, 0, "looking at the " + Json.text(event, "checking") + (done > 0 ? ": " + done : ""));
            });
            findings.addAll(found.getAsJsonArray());
        }
    }

    private JsonObject parameters() {
        Params params = new Params().with("interfaces", interfaces);
        return noMdns ? params.with("mdns", false).json() : params.json();
    }

    private Finding vault(Path home) throws Failure {
        return root().opener().needsPassphrase(home)
                ? Finding.good("vault", "a passphrase protects the keys")
                : Finding.good(
                        "vault",
                        "a key file beside the store opens it, also for whoever steals the disk",
                        "kith passphrase sets a passphrase, if the disk is not encrypted anyway.");
    }

    private static Finding version() {
        return Finding.good(
                "version", "kith " + VersionCommand.version() + ", Java " + System.getProperty("java.version", "?"));
    }

    private static long port(Path home) throws Failure {
        var daemon = ControlClient.connect(home);
        if (daemon.isEmpty()) {
            return 0;
        }
        try (ControlClient client = daemon.get()) {
            return Json.number(client.ready(), "port");
        }
    }

    private int exitCode() {
        List<String> bad = findings.asList().stream()
                .filter(finding -> !Json.flag(finding, "ok"))
                .map(finding -> Json.text(finding, "check"))
                .toList();
        if (bad.isEmpty()) {
            return 0;
        }
        return (OF_THE_NETWORK.containsAll(bad) ? Kind.NETWORK : Kind.STORAGE).exitCode();
    }
}
