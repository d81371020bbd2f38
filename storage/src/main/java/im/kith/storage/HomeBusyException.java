package im.kith.storage;

import java.nio.file.Path;
import java.util.Optional;

/** Another process, or another part of this one, has the home open. */
public final class HomeBusyException extends Exception {

    /**
     * Who has the home open.
     *
     * @param pid its process id
     * @param what what it is doing there, such as {@code daemon}
     */
    public record Holder(long pid, String what) {}

    private final Optional<Holder> holder;

    HomeBusyException(Path home, Optional<Holder> holder) {
        super("the home " + home + " is in use by "
                + holder.map(h -> h.what() + " (process " + h.pid() + ")").orElse("another process"));
        this.holder = holder;
    }

    /** Who has it; empty in the moment between taking the lock and signing it. */
    public Optional<Holder> holder() {
        return holder;
    }
}
