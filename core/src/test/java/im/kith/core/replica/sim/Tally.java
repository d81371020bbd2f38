package im.kith.core.replica.sim;

import im.kith.core.replica.CloseReason;
import im.kith.core.replica.Frame;
import im.kith.core.replica.Notice;
import im.kith.core.replica.Version;
import im.kith.core.replica.VersionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what a run did, and watches what is sent (P5). */
final class Tally {

    final Map<String, Long> counts = new TreeMap<>();
    final List<String> violations = new ArrayList<>();

    void count(String what) {
        counts.merge(what, 1L, Long::sum);
    }

    void told(Notice notice) {
        count(notice.getClass().getSimpleName());
    }

    void closed(CloseReason reason, boolean honest) {
        count("closed " + reason);
        if (honest && reason.blamesPeer()) {
            violations.add("an honest peer was blamed: " + reason);
        }
    }

    void sent(World world, Link link, SimNode from, Frame frame) {
        Link.End end = link.end(from);
        if (from.stolen || link.other(from).node.stolen) {
            return;
        }
        end.said.merge(Link.kind(frame), 1, Integer::sum);
        count("frames");
        end.full |= frame instanceof Frame.Hello hello && hello.features().contains("full");
        if (frame instanceof Frame.Chunk chunk) {
            for (Version version : chunk.versions()) {
                row(world, link, from, version);
            }
        }
    }

    /** P5: once on a connection, and never what the peer said it has. */
    private void row(World world, Link link, SimNode from, Version version) {
        count("rows sent");
        if (world.crimes.isVoid(from, version.id())) {
            violations.add("P4 a void version is sent");
            world.say("P4: " + from.name() + " sends " + version);
        }
        Frame.Hello told = link.other(from).hello;
        SimNode to = link.other(from).node;
        VersionId id = version.id();
        if (to.replica.live(version.item()).contains(id)) {
            count("rows sent to one that has them");
        }
        if (link.full()) {
            count("rows sent in full passes");
            return;
        }
        if (!link.end(from).sent.add(id)) {
            violations.add("P5 sent twice on a connection");
            world.say("P5: " + from.name() + " sends again " + version);
        }
        if (told != null && (told.knowledge().covers(id.dot()) || told.beyond().contains(id.dot()))) {
            violations.add("P5 sent what the peer said it has");
            world.say("P5: " + from.name() + " sends what " + to.name() + " has: " + version);
        }
    }

    void addTo(Map<String, Long> sum) {
        counts.forEach((what, count) -> sum.merge(what, count, Long::sum));
    }
}
