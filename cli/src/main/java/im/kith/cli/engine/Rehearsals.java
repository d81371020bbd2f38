package im.kith.cli.engine;

import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import im.kith.core.contacts.Rehearsal;
import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Dry runs that take several calls, each under a name of its client's; the oldest gives way, and so do all where memory ends. */
final class Rehearsals {

    private static final int MOST = 2;

    private final Map<String, SoftReference<Rehearsal>> running = new LinkedHashMap<>();

    synchronized void begin(String name, Rehearsal rehearsal) {
        running.values().removeIf(each -> each.get() == null);
        while (running.size() >= MOST) {
            running.remove(running.keySet().iterator().next());
        }
        running.put(name, new SoftReference<>(rehearsal));
    }

    synchronized Rehearsal get(String name) throws Failure {
        return Optional.ofNullable(running.get(name))
                .map(SoftReference::get)
                .orElseThrow(() -> Failure.of(
                        Kind.BUSY, "this dry run had to give way to others, or for want of memory", "Try again."));
    }

    synchronized void end(String name) {
        running.remove(name);
    }
}
