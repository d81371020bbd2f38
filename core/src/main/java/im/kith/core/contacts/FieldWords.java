package im.kith.core.contacts;

import im.kith.core.xml.XmlElement;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Fields in words, for history and for what an undo could not set back. */
final class FieldWords {

    private FieldWords() {}

    /** What the field is called: {@code name}, {@code jid juliet@example.org}, {@code group Friends}. */
    static String name(FieldKey key, @Nullable Field field, Function<String, String> groups) {
        return switch (key.kind()) {
            case ATTRIBUTE -> key.first();
            case IDENTITY -> key.first() + " " + (field != null && field.present() ? field.text() : key.second());
            case GROUP -> "group " + groups.apply(key.first());
            case DESCRIPTION -> key.first().isEmpty() ? "description" : "description (" + key.first() + ")";
            case CHILD ->
                field != null && field.value() instanceof XmlElement element
                        ? "extension " + element.local() + " (" + element.namespace() + ")"
                        : "extension";
            case TEXT -> "text";
        };
    }

    /** What happened to the field; both are of one key, and differ. */
    static String change(FieldKey key, @Nullable Field before, @Nullable Field after, Function<String, String> groups) {
        boolean was = before != null && before.present();
        boolean is = after != null && after.present();
        String name = name(key, is ? after : before, groups);
        boolean scalar = key.kind() == FieldKey.Kind.ATTRIBUTE
                || key.kind() == FieldKey.Kind.DESCRIPTION
                || key.kind() == FieldKey.Kind.TEXT;
        if (!scalar) {
            return (is ? was ? "changed " : "added " : "removed ") + name;
        }
        String from = was && before != null ? before.text() : "";
        String to = is && after != null ? after.text() : "";
        return name + ": " + (was ? from + (is ? " → " + to : " → (none)") : to);
    }
}
