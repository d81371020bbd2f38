package im.kith.core.replica;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection between two actors, and the transcript of what they say. */
final class Talk {

    private static long connections;

    final ConnectionId id = new ConnectionId(++connections);
    final List<String> transcript = new ArrayList<>();
    final List<Notice> notices = new ArrayList<>();
    private final Actor a;
    private final Actor b;
    private final Deque<Frame> toA = new ArrayDeque<>();
    private final Deque<Frame> toB = new ArrayDeque<>();

    @Nullable
    CloseReason closed;

    Talk(Actor a, Actor b) throws StoreException {
        this.a = a;
        this.b = b;
        effects(a, a.give(new Input.Opened(id, b.device)));
        effects(b, b.give(new Input.Opened(id, a.device)));
    }

    /** Two devices talk until both are silent, and part. */
    static Talk over(Actor a, Actor b) throws StoreException {
        Talk talk = new Talk(a, b);
        talk.run();
        talk.end();
        return talk;
    }

    /** Delivers and pulls until nothing more is said; delayed rows wait. */
    void run() throws StoreException {
        for (boolean any = true; any && closed == null; ) {
            boolean said = turn(a, toA);
            any = turn(b, toB) || said;
        }
    }

    private boolean turn(Actor actor, Deque<Frame> inbox) throws StoreException {
        Frame frame = closed == null ? inbox.poll() : null;
        if (frame != null) {
            effects(actor, actor.give(new Input.Received(id, frame)));
        }
        int before = transcript.size();
        if (closed == null) {
            effects(actor, actor.give(new Input.Writable(id)));
        }
        return frame != null || transcript.size() > before;
    }

    void end() throws StoreException {
        a.give(new Input.Closed(id));
        b.give(new Input.Closed(id));
    }

    private void effects(Actor actor, List<Effect> effects) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.Send send) {
                (actor == a ? toB : toA).add(send.frame());
                transcript.add((actor == a ? "a: " : "b: ") + say(send.frame()));
            } else if (effect instanceof Effect.Close close) {
                closed = close.reason();
            } else if (effect instanceof Effect.Notify notify) {
                notices.add(notify.notice());
            }
        }
    }

    private static String say(Frame frame) {
        if (frame instanceof Frame.Chunk chunk) {
            return "Chunk of " + chunk.versions().size();
        }
        if (frame instanceof Frame.LedgerStatements statements) {
            return "LedgerStatements " + statements.statements().size() + (statements.last() ? " last" : "");
        }
        return frame.getClass().getSimpleName();
    }
}
