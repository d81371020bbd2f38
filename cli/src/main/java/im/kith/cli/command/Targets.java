package im.kith.cli.command;

import com.google.gson.JsonElement;
import im.kith.cli.render.ContactText;
import im.kith.cli.render.Json;
import im.kith.cli.render.Printable;
import im.kith.cli.service.Access;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import im.kith.cli.service.Service;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The contacts that one command is about: named one by one, or a whole group; and the question whether that many are meant. */
final class Targets {

    private static final int NAMED = 5;

    @Parameters(paramLabel = "REF", arity = "0..*", description = "id or the beginning of it, address, or exact name")
    private List<String> refs = List.of();

    @Option(names = "--group", paramLabel = "GROUP", description = "all contacts in this group")
    private @Nullable String group;

    @Option(
            names = {"-y", "--yes"},
            description = "do not ask; needed with --group where nobody can be asked")
    private boolean yes;

    /** The only REF, if it is one and no group. */
    Optional<String> only() {
        return group == null && refs.size() == 1 ? Optional.of(refs.get(0)) : Optional.empty();
    }

    void check() throws Failure {
        if (group == null == refs.isEmpty()) {
            throw Failure.of(
                    Kind.USAGE,
                    group == null ? "which contact?" : "--group and REF are two ways to say which contacts",
                    "kith list and kith search show what there is; --group GROUP means all of a group.");
        }
    }

    /**
     * The references of several contacts, after the user has been asked if there is somebody to ask; empty if he does not want it.
     *
     * @param what is about to be done, as in "Remove"
     */
    Optional<List<String>> confirmed(KithCommand command, String what) throws Failure {
        boolean asks = command.terminal().inIsTerminal() && command.terminal().errIsTerminal();
        if (group != null && !yes && !asks) {
            throw Failure.of(Kind.USAGE, "a whole group, and nobody to ask whether it is meant", "Say --yes.");
        }
        if (group == null && (yes || !asks)) {
            return Optional.of(refs);
        }
        List<JsonElement> contacts = find(command);
        List<String> ids =
                contacts.stream().map(each -> Json.text(each, "id")).distinct().toList();
        if (yes || ids.size() < 2 && group == null || ids.isEmpty()) {
            return Optional.of(ids);
        }
        return ask(command, what + " " + described(contacts, ids.size()) + "? [y/N] ")
                ? Optional.of(ids)
                : Optional.empty();
    }

    private List<JsonElement> find(KithCommand command) throws Failure {
        try (Service service = command.open(Access.USE)) {
            if (group != null) {
                return Json.elements(
                        service.call("list", new Params().with("group", group).json(), event -> {}));
            }
            List<JsonElement> contacts = new ArrayList<>();
            for (String ref : refs) {
                contacts.add(service.call("show", new Params().with("ref", ref).json(), event -> {}));
            }
            return contacts;
        }
    }

    private static String described(List<JsonElement> contacts, int count) {
        String names = String.join(
                ", ", contacts.stream().limit(NAMED).map(Targets::name).toList());
        String more = count > NAMED ? " and " + (count - NAMED) + " more" : "";
        return count + (count == 1 ? " contact" : " contacts") + " (" + names + more + ")";
    }

    private static String name(JsonElement contact) {
        String name = Json.text(contact, "name");
        return name.isBlank() ? ContactText.brief(contact) : Printable.of(name);
    }

    private static boolean ask(KithCommand command, String question) throws Failure {
        command.terminal().flush();
        command.terminal().ask(question);
        StringBuilder answer = new StringBuilder();
        InputStream in = command.terminal().in();
        try {
            for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
                answer.append((char) next);
            }
        } catch (IOException e) {
            throw Failure.of(Kind.USAGE, "cannot read the answer", "--yes needs none.")
                    .causedBy(e);
        }
        return List.of("y", "yes").contains(answer.toString().strip().toLowerCase(Locale.ROOT));
    }
}
