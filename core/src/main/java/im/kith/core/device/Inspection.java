package im.kith.core.device;

import im.kith.core.clock.Hlc;
import im.kith.core.replica.Dot;
import im.kith.core.replica.ItemKey;
import java.util.List;
import java.util.Optional;

/**
 * What a look at everything stored found.
 *
 * @param live versions that are live, those in history and in quarantine beside
 * @param damaged what cannot be read as it was written, each in words
 * @param unreadable live versions that are sound and cannot be deciphered, with why
 * @param newest the latest clock reading among the versions, and whose it is
 * @param secrets how many shared secrets are held
 */
public record Inspection(
        int live,
        int history,
        int quarantine,
        List<String> damaged,
        List<Unreadable> unreadable,
        Optional<Newest> newest,
        int secrets) {

    /** A live version that cannot be deciphered. */
    public record Unreadable(ItemKey item, Dot dot, String why) {}

    /** The version with the latest clock reading. */
    public record Newest(Hlc hlc, Dot dot) {}

    public Inspection {
        damaged = List.copyOf(damaged);
        unreadable = List.copyOf(unreadable);
    }
}
