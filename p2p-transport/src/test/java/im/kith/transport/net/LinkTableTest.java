package im.kith.transport.net;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.account.DeviceId;
import im.kith.core.octets.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinkTableTest {

    private static final DeviceId SMALL = new DeviceId(Bytes.hex("01".repeat(32)));
    private static final DeviceId LARGE = new DeviceId(Bytes.hex("02".repeat(32)));
    private static final long YOUNG = 1;
    private static final long OLD = LinkTable.SIMULTANEOUS_NANOS;

    private final LinkTable table = new LinkTable();

    private record Contender(DeviceId peer, boolean outbound, boolean heard, boolean suspect, long establishedNanosAgo)
            implements LinkTable.Contender {}

    private List<LinkTable.Contender> both(DeviceId self, Contender older, Contender newer) {
        table.opening(older);
        table.opening(newer);
        return table.established(self, newer);
    }

    @Test
    void ofTwoDialledAtOnceTheSmallerIdsStaysOnBothSides() {
        Contender out = new Contender(LARGE, true, true, false, YOUNG);
        Contender in = new Contender(LARGE, false, true, false, YOUNG);
        assertThat(both(SMALL, out, in)).containsExactly(in);
        LinkTable there = new LinkTable();
        Contender theirs = new Contender(SMALL, true, true, false, YOUNG);
        Contender ours = new Contender(SMALL, false, true, false, YOUNG);
        there.opening(theirs);
        there.opening(ours);
        assertThat(there.established(LARGE, ours)).containsExactly(theirs);
    }

    @Test
    void whatComesInLaterReplacesWhatIsOld() {
        Contender old = new Contender(LARGE, true, true, false, OLD);
        assertThat(both(SMALL, old, new Contender(LARGE, false, true, false, 0)))
                .containsExactly(old);
    }

    @Test
    void aSecondFromTheSameDiallerReplacesTheFirst() {
        Contender old = new Contender(LARGE, false, true, false, YOUNG);
        assertThat(both(SMALL, old, new Contender(LARGE, false, true, false, 0)))
                .containsExactly(old);
    }

    @Test
    void aQuietOneIsReplacedWhoeverDialled() {
        Contender quiet = new Contender(LARGE, true, true, true, YOUNG);
        assertThat(both(SMALL, quiet, new Contender(LARGE, false, true, false, 0)))
                .containsExactly(quiet);
        assertThat(table.connected(LARGE)).isTrue();
    }

    @Test
    void aDiallerGoesNoFurtherWhereASoundLinkIs() {
        Contender dialling = new Contender(LARGE, true, false, false, 0);
        assertThat(table.opening(new Contender(LARGE, false, false, false, 0))).isTrue();
        assertThat(table.opening(dialling)).isTrue();
        assertThat(table.opening(new Contender(LARGE, true, false, false, 0))).isFalse();
        assertThat(table.opening(new Contender(SMALL, true, false, false, 0))).isTrue();
        assertThat(table.connected(LARGE)).isFalse();
        table.closed(dialling);
        assertThat(table.opening(new Contender(LARGE, true, false, false, 0))).isTrue();
    }
}
