package im.kith.transport.linklocal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How many strangers there may be, and how much they may ask. */
class StrangerLimitsTest {

    private long now;
    private final Guests guests = new Guests(() -> now);
    private final List<String> closed = new ArrayList<>();

    private Optional<Guests.Guest> come(int host, String name) throws Exception {
        return guests.come(InetAddress.getByAddress(new byte[] {10, 77, 0, (byte) host}), () -> closed.add(name));
    }

    @Test
    void fourFromOneAddressAndSixteenInAllAndThenOnlyInTheirPlace() throws Exception {
        for (int host = 0; host < 4; host++) {
            for (int each = 0; each < 4; each++) {
                come(host, host + "." + each).orElseThrow().introduced();
            }
        }
        assertThat(guests.size()).isEqualTo(16);
        assertThat(come(9, "late")).isEmpty();
        assertThat(come(1, "fifth")).isEmpty();
        assertThat(closed).isEmpty();

        now += Guests.SILENCE_MILLIS;
        assertThat(come(9, "later")).isPresent();
        assertThat(closed).containsExactly("0.0");
        assertThat(guests.size()).isEqualTo(16);
    }

    @Test
    void whoDoesNotSayWhoHeIsGivesWayFirst() throws Exception {
        come(1, "introduced").orElseThrow().introduced();
        now++;
        come(1, "silent");
        come(1, "silent too");
        come(1, "silent as well");
        assertThat(come(1, "fresh")).isPresent();
        assertThat(closed).containsExactly("silent");
    }

    @Test
    void whoTalksStays() throws Exception {
        Guests.Guest talker = come(1, "talker").orElseThrow();
        talker.introduced();
        for (int each = 0; each < 3; each++) {
            come(1, "quiet" + each).orElseThrow().introduced();
        }
        now += Guests.SILENCE_MILLIS;
        talker.heard();
        assertThat(come(1, "fresh")).isPresent();
        assertThat(closed).containsExactly("quiet0");
    }

    @Test
    void whoLeavesMakesRoom() throws Exception {
        for (int each = 0; each < 3; each++) {
            come(1, "a").orElseThrow().introduced();
        }
        Guests.Guest last = come(1, "b").orElseThrow();
        last.introduced();
        assertThat(come(1, "c")).isEmpty();
        last.leave();
        assertThat(come(1, "c")).isPresent();
    }

    @Test
    void aBurstIsTakenAndThenSoMuchASecond() {
        Pace pace = new Pace(60, 20, () -> now);
        int taken = 0;
        while (pace.take()) {
            taken++;
        }
        assertThat(taken).isEqualTo(60);
        now += 1000;
        for (int each = 0; each < 20; each++) {
            assertThat(pace.take()).isTrue();
        }
        assertThat(pace.take()).isFalse();
    }
}
