package im.kith.cli.editor;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.cli.render.Json;
import im.kith.cli.render.Printable;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Writes a contact as the text for the editor: commented, one thing a line, quoted where YAML asks for it. */
public final class FormWriter {

    /** Begins the lines that tell a mistake, so that they can be told from the user's own comments. */
    private static final String MISTAKE = "#! ";

    private static final List<String> HEAD = List.of(
            "# Change what you like, save, and leave the editor.",
            "# To change nothing: leave without saving, or empty this file.",
            "# \"Quotes\" go around a text that has a # or a colon in it; the lines with # are comments.");

    /** What would change the order of what the editor shows; written as escapes. */
    private static final Pattern BIDI = Pattern.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]");

    private final StringBuilder text = new StringBuilder();
    private final Yaml yaml;

    private FormWriter() {
        DumperOptions options = new DumperOptions();
        options.setAllowUnicode(true);
        options.setNonPrintableStyle(DumperOptions.NonPrintableStyle.ESCAPE);
        options.setSplitLines(false);
        options.setWidth(Integer.MAX_VALUE);
        yaml = new Yaml(options);
    }

    /** The text for a contact as {@code kith show --json} gives it. */
    public static String text(JsonObject contact) {
        FormWriter writer = new FormWriter();
        writer.write(contact, ContactForm.of(contact));
        return writer.text.toString();
    }

    /** {@code text} with what is wrong with it on top, in place of what was wrong before. */
    public static String withMistake(String text, List<String> mistake) {
        StringBuilder marked = new StringBuilder();
        mistake.forEach(
                line -> marked.append(MISTAKE).append(Printable.of(line)).append('\n'));
        return marked.append(withoutMistake(text)).toString();
    }

    /** {@code text} as the user wrote it. */
    public static String withoutMistake(String text) {
        return text.lines()
                .filter(line -> !line.startsWith(MISTAKE))
                .map(line -> line + "\n")
                .reduce("", String::concat);
    }

    private void write(JsonObject contact, ContactForm form) {
        HEAD.forEach(this::line);
        line("");
        line(form.name().isEmpty() ? "name:" : yaml(map("name", form.name())));
        line("");
        line("# One a line: the kind, and the address. A jid is an XMPP address.");
        line("identities:");
        form.identities().forEach(each -> line(yaml(item(map(each.type(), each.value())))));
        line("");
        line("# By name. One that is not there yet is made.");
        line("groups:");
        Map<String, String> ids = ContactForm.groupIds(contact);
        for (JsonElement group : Json.array(contact, "groups")) {
            String name = Json.text(group, "name");
            String id = Json.text(group, "id");
            boolean byName = id.equals(ids.get(name));
            String why =
                    name.isBlank() ? "a group not known here" : Printable.of(name) + ", which is another's name too";
            line(yaml(item(scalar(byName ? name : id))) + (byName ? "" : "  # " + why));
        }
        line("");
        if (!Json.texts(contact, "unknown").isEmpty()) {
            line("# Of other programs, kept as it is:");
            Json.texts(contact, "unknown").forEach(xml -> line("#   " + Printable.of(xml)));
        }
        line("# added " + Json.text(contact, "added") + ", changed " + Json.text(contact, "changed"));
        line("# id " + Json.text(contact, "id"));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private String yaml(Node node) {
        StringWriter out = new StringWriter();
        yaml.serialize(node, out);
        String written = out.toString().stripTrailing();
        return BIDI.matcher(written)
                .replaceAll(
                        found -> String.format("\\\\u%04x", (int) found.group().charAt(0)));
    }

    private static Node item(Node node) {
        return new SequenceNode(Tag.SEQ, List.of(node), FlowStyle.BLOCK);
    }

    private static Node map(String key, String value) {
        return new MappingNode(Tag.MAP, List.of(new NodeTuple(scalar(key), scalar(value))), FlowStyle.BLOCK);
    }

    private static Node scalar(String value) {
        boolean plain = value.codePoints().noneMatch(FormWriter::isInvisible);
        return new ScalarNode(Tag.STR, value, null, null, plain ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED);
    }

    private static boolean isInvisible(int point) {
        int type = Character.getType(point);
        return type == Character.CONTROL
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || BIDI.matcher(Character.toString(point)).matches();
    }
}
