package im.kith.cli.editor;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads the text that comes back from the editor. It is strict: what it does not understand it does not guess. */
public final class FormReader {

    private static final String NAME = "name";
    private static final String IDENTITIES = "identities";
    private static final String GROUPS = "groups";

    private final Map<String, Node> sections = new HashMap<>();

    private FormReader() {}

    /** The form; empty if there is nothing but comments, by which the user says that he thought better of it. */
    public static Optional<ContactForm> read(String text) throws FormMistake {
        Node root = compose(text);
        if (root == null) {
            return Optional.empty();
        }
        FormReader reader = new FormReader();
        reader.split(root);
        return Optional.of(reader.form());
    }

    private static @Nullable Node compose(String text) throws FormMistake {
        try {
            return new Yaml(new LoaderOptions()).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine();
            boolean colon = String.valueOf(e.getProblem()).startsWith("mapping values");
            String what = colon ? "a text with a colon in it wants \"quotes\"" : e.getProblem() + ": \"quotes\"?";
            throw FormMistake.at(line, what);
        } catch (YAMLException e) {
            throw new FormMistake(
                    String.valueOf(e.getMessage()).lines().findFirst().orElse("cannot be read"));
        }
    }

    private void split(Node root) throws FormMistake {
        if (!(root instanceof MappingNode mapping)) {
            throw FormMistake.at(line(root), "this is not a contact: name:, identities: and groups: are looked for");
        }
        for (NodeTuple tuple : mapping.getValue()) {
            String key = text(tuple.getKeyNode());
            if (!List.of(NAME, IDENTITIES, GROUPS).contains(key)) {
                throw FormMistake.at(
                        line(tuple.getKeyNode()), "what is '" + key + "'? There are name, identities, groups");
            }
            if (sections.put(key, tuple.getValueNode()) != null) {
                throw FormMistake.at(line(tuple.getKeyNode()), key + " is there twice");
            }
        }
    }

    private ContactForm form() throws FormMistake {
        List<ContactForm.Entry> identities = new ArrayList<>();
        for (Node item : items(IDENTITIES)) {
            if (!(item instanceof MappingNode mapping)) {
                throw FormMistake.at(line(item), "an identity is the kind and the address: - jid: juliet@example.org");
            }
            for (NodeTuple tuple : mapping.getValue()) {
                identities.add(identity(tuple));
            }
        }
        List<String> groups = new ArrayList<>();
        for (Node item : items(GROUPS)) {
            String group = text(item);
            if (!group.isBlank()) {
                groups.add(group);
            }
        }
        return new ContactForm(text(section(NAME)), identities, groups);
    }

    private static ContactForm.Entry identity(NodeTuple tuple) throws FormMistake {
        String type = text(tuple.getKeyNode());
        String value = text(tuple.getValueNode());
        if (type.isBlank() || value.isBlank()) {
            throw FormMistake.at(line(tuple.getKeyNode()), "'" + type + ": " + value + "' is no kind and address");
        }
        return new ContactForm.Entry(type, value);
    }

    private Node section(String key) throws FormMistake {
        Node node = sections.get(key);
        if (node == null) {
            throw new FormMistake(
                    "the line '" + key + ":' is missing; to take away what it says, leave it with nothing after it");
        }
        return node;
    }

    private List<Node> items(String key) throws FormMistake {
        Node node = section(key);
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        } else if (node instanceof ScalarNode scalar && scalar.getValue().isEmpty()) {
            return List.of();
        }
        throw FormMistake.at(line(node), "under " + key + ": each line begins with a dash");
    }

    private static String text(Node node) throws FormMistake {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw FormMistake.at(line(node), "a single text is wanted here; does it want \"quotes\"?");
    }

    private static int line(Node node) {
        return node.getStartMark() == null ? 0 : node.getStartMark().getLine();
    }
}
