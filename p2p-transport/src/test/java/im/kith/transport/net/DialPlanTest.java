package im.kith.transport.net;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.account.DeviceId;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DialPlanTest {

    private static final long SECOND = 1_000_000_000L;
    private static final DeviceId PEER = TestAccount.deviceId("peer");
    private static final InetSocketAddress ONE = address(1);
    private static final InetSocketAddress TWO = address(2);

    private final DialPlan plan = new DialPlan(new Random(7));
    private final Set<DeviceId> connected = new HashSet<>();

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(TestAccount.V4, port);
    }

    private List<InetSocketAddress> due(long now) {
        return plan.due(now, connected::contains).stream()
                .map(DialPlan.Try::address)
                .toList();
    }

    private void fails(InetSocketAddress address, long now) {
        plan.failed(address, DialException.Kind.UNREACHABLE, Optional.empty(), now);
    }

    /** Lets {@code address} fail {@code times} and returns the longest pause seen. */
    private long longestPause(InetSocketAddress address, int times, long start) {
        long now = start;
        long longest = 0;
        for (int i = 0; i < times; i++) {
            long began = now;
            while (!due(now).contains(address)) {
                now += SECOND / 20;
            }
            longest = Math.max(longest, now - began);
            fails(address, now);
        }
        return longest;
    }

    @Test
    void aSightingIsDialledAtOnceAndItsOtherAddressesSoonAfter() {
        plan.sighted("i", List.of(ONE, TWO), 0);
        assertThat(due(0)).containsExactly(ONE);
        assertThat(due(1)).isEmpty();
        assertThat(due(DialPlan.STAGGER)).containsExactly(TWO);
    }

    @Test
    void failuresMakeThePauseLongerUpToAMinute() {
        plan.peer(ONE, 0);
        assertThat(longestPause(ONE, 3, 0)).isLessThanOrEqualTo(SECOND + SECOND / 10);
        assertThat(longestPause(ONE, 12, 10 * SECOND)).isBetween(30 * SECOND, 61 * SECOND);
    }

    @Test
    void jitterKeepsTwoDevicesApart() {
        DialPlan other = new DialPlan(new Random(8));
        plan.peer(ONE, 0);
        other.peer(ONE, 0);
        due(0);
        other.due(0, d -> false);
        fails(ONE, 0);
        other.failed(ONE, DialException.Kind.UNREACHABLE, Optional.empty(), 0);
        assertThat(plan.wait(0, 60 * SECOND)).isNotEqualTo(other.wait(0, 60 * SECOND));
    }

    @Test
    void whoIsConnectedIsLeftAloneAndWhoWasLatelyIsTriedOften() {
        plan.sighted("i", List.of(ONE, TWO), 0);
        due(0);
        plan.succeeded(ONE, PEER, 0);
        connected.add(PEER);
        assertThat(due(100 * SECOND)).as("both addresses are that device's").isEmpty();
        connected.remove(PEER);
        plan.unsighted("i");
        assertThat(due(100 * SECOND)).as("lost: at once").containsExactly(ONE);
        fails(ONE, 100 * SECOND);
        assertThat(longestPause(ONE, 20, 100 * SECOND)).isLessThanOrEqualTo(21 * SECOND / 10);
    }

    @Test
    void aLinkThatKeepsBreakingIsNotDialledInALoop() {
        plan.peer(ONE, 0);
        long now = 0;
        int dials = 0;
        for (; now < 60 * SECOND; now += SECOND / 20) {
            if (!due(now).isEmpty()) {
                dials++;
                plan.succeeded(ONE, PEER, now);
            }
        }
        assertThat(dials).isBetween(20, 65);
    }

    @Test
    void aFreshSightingEndsTheWaitButSightingsCannotMakeItDialWithoutPause() {
        plan.sighted("i", List.of(ONE), 0);
        longestPause(ONE, 10, 0);
        long now = 1_000 * SECOND;
        plan.hurry(now);
        assertThat(due(now)).containsExactly(ONE);
        fails(ONE, now);
        plan.sighted("i", List.of(ONE), now);
        assertThat(due(now + 3 * SECOND)).as("nothing new").isEmpty();
        plan.sighted("j", List.of(ONE), now);
        assertThat(due(now + SECOND)).isEmpty();
        assertThat(due(now + DialPlan.SIGHTING_PAUSE)).containsExactly(ONE);
    }

    @Test
    void whatIsOutOfSightAndWasNeverReachedIsForgotten() {
        plan.sighted("i", List.of(ONE), 0);
        plan.unsighted("i");
        assertThat(plan.isEmpty()).isTrue();
    }

    @Test
    void sightingsNeverPushOutWhatIsKeptAndStayWithinLimits() {
        plan.remembered(PEER, List.of(ONE), 0);
        IntStream.range(10, 5000).forEach(i -> plan.sighted("i" + i, List.of(address(i)), 0));
        assertThat(due(0)).hasSize(DialPlan.MAX_IN_FLIGHT).contains(ONE);
        Set<InetSocketAddress> all = new HashSet<>();
        for (long now = 0; now < 100 * SECOND; now += SECOND) {
            List<InetSocketAddress> some = due(now);
            all.addAll(some);
            plan.unsighted("none");
            long at = now;
            some.forEach(a -> fails(a, at));
        }
        assertThat(all.size()).isLessThanOrEqualTo(DialPlan.MAX_ADDRESSES);
    }

    @Test
    void theDeviceThatAnswersADuplicateIsLearned() {
        plan.peer(ONE, 0);
        due(0);
        connected.add(PEER);
        plan.failed(ONE, DialException.Kind.DUPLICATE, Optional.of(PEER), 0);
        assertThat(due(1_000 * SECOND)).isEmpty();
        connected.clear();
        assertThat(due(1_000 * SECOND)).containsExactly(ONE);
    }

    @Test
    void theOwnAddressIsHardlyEverDialledAgain() {
        plan.peer(ONE, 0);
        due(0);
        plan.failed(ONE, DialException.Kind.SELF, Optional.empty(), 0);
        assertThat(due(500 * SECOND)).isEmpty();
    }
}
