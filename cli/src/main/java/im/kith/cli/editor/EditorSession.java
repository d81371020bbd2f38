package im.kith.cli.editor;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One contact in the editor: opened, read back, and its changes applied; opened again as long as there is a mistake in it.
 *
 * <p>The store is not held meanwhile. Whoever leaves the text with its mistake as it is gives up; the text is then kept in a
 * file that the failure names.
 */
public final class EditorSession {

    private static final Set<Kind> MENDABLE = Set.of(Kind.BAD_INPUT, Kind.EXISTS, Kind.NOT_FOUND, Kind.USAGE);

    /** How long after a signal the editor may take to end. */
    private static final Duration EDITOR_ENDS = Duration.ofSeconds(1);

    /** The operations, each with the store opened for it. */
    public interface Operations {
        JsonElement ask(String operation, JsonObject parameters) throws Failure;
    }

    private final Operations operations;
    private final Map<String, String> environment;
    private final Consumer<String> person;

    /** @param person is told what goes beside the result */
    public EditorSession(Operations operations, Map<String, String> environment, Consumer<String> person) {
        this.operations = operations;
        this.environment = environment;
        this.person = person;
    }

    /** A mistake the user can mend in the editor, and why. */
    private static final class Mendable extends Exception {
        private static final long serialVersionUID = 1;
        private final transient List<String> lines;

        Mendable(List<String> lines) {
            super(lines.get(0));
            this.lines = lines;
        }
    }

    /** The contact {@code ref} as it is after the changes; empty if nothing was changed. */
    public Optional<JsonObject> edit(String ref) throws Failure {
        EditorProgram editor = EditorProgram.find(environment);
        JsonObject shown = show(ref);
        LeftTexts texts = new LeftTexts(environment);
        try {
            texts.written()
                    .forEach(left ->
                            person.accept("kith: an earlier edit did not come to its end. What was written lies in "
                                    + left + "; delete it when you need it no more."));
            try (PrivateText file = PrivateText.create(texts.place())) {
                return watched(editor, file, shown);
            }
        } catch (IOException e) {
            throw Failure.of(
                            Kind.STORAGE,
                            "cannot keep the text for the editor: " + e.getMessage(),
                            "Is there room in the directory for temporary files?")
                    .causedBy(e);
        }
    }

    /** Edits; whoever ends kith meanwhile, by Ctrl-C or another signal, is told where the text is. */
    private Optional<JsonObject> watched(EditorProgram editor, PrivateText file, JsonObject shown)
            throws IOException, Failure {
        Thread onSignal = new Thread(() -> tellWhere(file), "kith-editor-signal");
        Runtime.getRuntime().addShutdownHook(onSignal);
        try {
            return edit(editor, file, shown);
        } finally {
            forget(onSignal);
        }
    }

    /** An editor that the signal ended too has its text read, or kept, as ever; from one that is open still nothing is taken away. */
    private void tellWhere(PrivateText file) {
        if (file.isKeptWithin(EDITOR_ENDS)) {
            person.accept("\nkith: interrupted. What you wrote is kept in " + file.file());
        }
    }

    private static void forget(Thread onSignal) {
        try {
            Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException ending) {
            return;
        }
    }

    private Optional<JsonObject> edit(EditorProgram editor, PrivateText file, JsonObject shown)
            throws IOException, Failure {
        String given = FormWriter.text(shown);
        file.begin(given);
        while (true) {
            String before = given;
            try {
                editor.edit(file.file());
                String text = FormWriter.withoutMistake(file.read());
                if (text.equals(FormWriter.text(shown))) {
                    return Optional.empty();
                }
                return apply(shown, text);
            } catch (Mendable | FormMistake mistake) {
                List<String> lines = mistake instanceof Mendable mendable
                        ? mendable.lines
                        : List.of(String.valueOf(mistake.getMessage()));
                given = reopened(file, lines);
                if (given.equals(before)) {
                    throw givenUp(file, Failure.of(Kind.BAD_INPUT, "nothing was changed: " + lines.get(0)));
                }
            } catch (Failure failure) {
                throw file.isUntouched() ? failure : givenUp(file, failure);
            }
        }
    }

    private static String reopened(PrivateText file, List<String> mistake) throws IOException, Failure {
        try {
            String marked = FormWriter.withMistake(file.read(), mistake);
            file.write(marked);
            return marked;
        } catch (FormMistake notUtf8) {
            throw givenUp(file, Failure.of(Kind.BAD_INPUT, notUtf8.what()));
        }
    }

    private static Failure givenUp(PrivateText file, Failure failure) {
        file.keep();
        return Failure.of(
                        failure.kind(),
                        failure.message(),
                        "What you wrote is kept in " + file.file() + "; delete it when you need it no more.")
                .causedBy(failure);
    }

    private JsonObject show(String ref) throws Failure {
        JsonObject parameters = new JsonObject();
        parameters.addProperty("ref", ref);
        return operations.ask("show", parameters).getAsJsonObject();
    }

    private Optional<JsonObject> apply(JsonObject shown, String text) throws FormMistake, Mendable, Failure {
        Optional<ContactForm> form = FormReader.read(text);
        if (form.isEmpty()) {
            return Optional.empty();
        }
        String id = shown.get("id").getAsString();
        JsonObject changes = FormDifference.of(shown, form.get(), show(id));
        if (changes.isEmpty()) {
            return Optional.empty();
        }
        changes.addProperty("ref", id);
        try {
            return Optional.of(operations.ask("edit", changes).getAsJsonObject());
        } catch (Failure failure) {
            if (!MENDABLE.contains(failure.kind())) {
                throw failure;
            }
            List<String> lines = new ArrayList<>(List.of(failure.message()));
            failure.hint().ifPresent(lines::add);
            throw new Mendable(lines);
        }
    }
}
