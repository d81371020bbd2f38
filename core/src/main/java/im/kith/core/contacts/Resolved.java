package im.kith.core.contacts;

import java.util.List;

/** What a reference typed by a user leads to. */
public sealed interface Resolved<T> {

    record Found<T>(T value) implements Resolved<T> {}

    record NotFound<T>() implements Resolved<T> {}

    /** It could be any of several. */
    record Ambiguous<T>(List<T> candidates) implements Resolved<T> {
        public Ambiguous {
            candidates = List.copyOf(candidates);
        }
    }

    static <T> Resolved<T> of(List<T> candidates) {
        return switch (candidates.size()) {
            case 0 -> new NotFound<>();
            case 1 -> new Found<>(candidates.get(0));
            default -> new Ambiguous<>(candidates);
        };
    }
}
