package im.kith.cli.demo;

import com.google.gson.JsonElement;
import im.kith.cli.render.Json;
import im.kith.cli.render.Terminal;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import java.util.List;
import java.util.function.Predicate;

/** The script of {@code kith demo}: what happens, told line by line. */
public final class Demo {

    private static final String JULIET = "juliet@example.org";
    private static final String LOOPBACK = "127.0.0.1";

    private final Told told;
    private final Stage stage;
    private final DemoDevice laptop;
    private final DemoDevice phone;
    private int step;

    private Demo(Stage stage, Told told) {
        this.stage = stage;
        this.told = told;
        this.laptop = stage.device("laptop");
        this.phone = stage.device("phone");
    }

    /** Takes the lines of the story. */
    public interface Told {
        void step(int number, String text);
    }

    /** Runs a kith command line on a terminal of its own; its exit code. */
    public interface Runner {
        int run(Terminal terminal, String... arguments);
    }

    /** Plays it. Whatever happens, no process and no file of it stays. */
    public static void run(Terminal terminal, Runner runner, Told told) throws Failure {
        try (Stage stage = Stage.set(terminal.environment(), runner)) {
            new Demo(stage, told).play();
        }
        told.step(0, "Both daemons have stopped and their files are gone.");
    }

    private void play() throws Failure {
        tell("Two devices, a laptop and a phone, each a directory under " + stage.directory() + ".");
        laptop.kith("init", "--name", "laptop");
        laptop.kith("add", "--name", "Juliet Capulet", "--jid", JULIET, "--group", "Friends");
        tell("laptop: founded an account and added Juliet Capulet to Friends.");
        long port = up(laptop);
        tell("laptop: its daemon listens on " + LOOPBACK + ", port " + port + ".");
        pair(port);
        up(phone);
        phone.kith("add", "--name", "Romeo Montague", "--jid", "romeo@example.net");
        tell("phone: its daemon runs too; added Romeo Montague.");
        await(laptop, "romeo@example.net", contact -> true);
        tell("laptop: found the phone by itself, and lists Romeo Montague.");
        editApart();
        meetAgain();
    }

    private void pair(long port) throws Failure {
        try (Invitation invitation = laptop.invite()) {
            String code = invitation.code();
            tell("laptop: kith device invite shows the code " + code + ".");
            JsonElement joined = phone.kith("join", code, "--name", "phone", "--peer", LOOPBACK + ":" + port);
            invitation.await();
            tell("phone: kith join " + code + " made it the second device, with " + Json.number(joined, "contacts")
                    + " contact.");
        }
    }

    private void editApart() throws Failure {
        phone.kith("down");
        tell("The phone leaves the network. Both change the same contact:");
        laptop.kith("edit", JULIET, "--name", "Juliet Montague");
        tell("laptop: Juliet Capulet is now called Juliet Montague.");
        phone.kith("edit", JULIET, "--add-group", "Family", "--add-identity", "email=juliet@capulet.example");
        tell("phone: Juliet Capulet is now in Family and has a mail address.");
    }

    private void meetAgain() throws Failure {
        up(phone);
        tell("The phone is back.");
        Predicate<JsonElement> merged = contact -> Json.text(contact, "name").equals("Juliet Montague")
                && names(contact).containsAll(List.of("Friends", "Family"))
                && Json.array(contact, "identities").size() == 2;
        for (DemoDevice device : List.of(laptop, phone)) {
            await(device, JULIET, merged);
            tell(device.name() + ": Juliet Montague, " + String.join(", ", names(device.kith("show", JULIET)))
                    + ", with her mail address: both changes, nothing lost.");
        }
        laptop.kith("down");
        phone.kith("down");
    }

    private static long up(DemoDevice device) throws Failure {
        return Json.number(device.kith("up", "--interface", LOOPBACK), "port");
    }

    private static List<String> names(JsonElement contact) {
        return Json.array(contact, "groups").stream()
                .map(group -> Json.text(group, "name"))
                .toList();
    }

    private void await(DemoDevice device, String address, Predicate<JsonElement> wanted) throws Failure {
        if (!device.lists(address, wanted)) {
            throw Failure.of(
                    Kind.NETWORK,
                    device.name() + " did not hear of " + address + " in time",
                    "Does a firewall block multicast or TCP on " + LOOPBACK + "?");
        }
    }

    private void tell(String text) {
        told.step(++step, text);
    }
}
