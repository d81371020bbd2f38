package im.kith.core.contacts;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What one version changed, in words. */
public final class ChangeWords {

    private ChangeWords() {}

    /**
     * What the version {@code after} of an item on {@code node} changed: {@code created}, {@code name: A → B}, {@code added jid …},
     * {@code removed}.
     *
     * @param before the siblings that it replaced
     * @param groups gives the name of a group by its id
     * @return empty if no contact or group is concerned
     */
    public static List<String> of(String node, List<Sibling> before, Sibling after, Function<String, String> groups) {
        Transition transition = Transition.of(node, before, List.of(after));
        List<String> words = new ArrayList<>();
        Fields old = transition.before();
        Fields now = transition.after();
        if (now == null) {
            return old == null ? List.of() : List.of("removed");
        }
        if (old == null) {
            words.add(before.isEmpty() ? "created" : "brought back");
        }
        Map<FieldKey, Field> was = old == null ? Map.of() : old.asMap();
        Map<FieldKey, Field> is = now.asMap();
        Set<FieldKey> keys = new LinkedHashSet<>(was.keySet());
        keys.addAll(is.keySet());
        for (FieldKey key : keys) {
            Field a = was.get(key);
            Field b = is.get(key);
            boolean hidden = key.equals(FieldKey.ID) && transition.subject() == Subject.GROUP;
            if (!hidden && !sameValue(a, b)) {
                words.add(FieldWords.change(key, a, b, groups));
            }
        }
        return words.isEmpty() ? List.of("nothing that is shown") : words;
    }

    private static boolean sameValue(@Nullable Field a, @Nullable Field b) {
        return Objects.equals(a == null ? null : a.value(), b == null ? null : b.value());
    }

    /** What the siblings of an item on {@code node} are called together; empty if they are no contact or group. */
    public static String label(String node, List<Sibling> siblings) {
        return Transition.of(node, List.of(), siblings).label();
    }

    /** The identities, in their form for comparison, that the siblings have or once had. */
    public static Set<Identity> identities(String node, List<Sibling> siblings) {
        Set<Identity> identities = new LinkedHashSet<>();
        Fields fields = Transition.of(node, List.of(), siblings).after();
        if (fields != null) {
            for (Field field : fields.all()) {
                if (field.key().kind() == FieldKey.Kind.IDENTITY) {
                    identities.add(new Identity(field.key().first(), field.key().second()));
                }
            }
        }
        return identities;
    }
}
