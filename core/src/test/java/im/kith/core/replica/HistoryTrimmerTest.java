package im.kith.core.replica;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.account.DeviceId;
import im.kith.core.replica.sim.SimKeys;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HistoryTrimmerTest {

    private static final DeviceId A = SimKeys.device("a");
    private static final DeviceId B = SimKeys.device("b");
    private static final int EDITS = ReplicaSetup.HISTORY_OF_ITEM + 10;

    private Actor a;
    private Actor b;
    private Actor founder;

    @BeforeEach
    void anItemWithAHistory() throws StoreException {
        a = new Actor("a", A, B);
        b = new Actor("b", A, B);
        founder = new Actor("founder", A, B);
        VersionId latest = a.publish("x", "0");
        for (int i = 1; i <= EDITS; i++) {
            latest = a.publish("x", "" + i, latest);
        }
        a.now = a.now.plus(ReplicaSetup.HISTORY_AGE).plus(Duration.ofDays(1));
    }

    private int stored() throws StoreException {
        return a.store.all(Actor.key("x")).size();
    }

    private void agreeWithAll() throws StoreException {
        for (int i = 0; i < 2; i++) {
            Talk.over(a, b);
            Talk.over(a, founder);
        }
    }

    @Test
    void oldHistoryBeyondTheLatestGoesOnceEveryMemberAgreed() throws StoreException {
        agreeWithAll();
        a.give(new Input.Trim());

        assertThat(stored()).isEqualTo(1 + ReplicaSetup.HISTORY_OF_ITEM);
        assertThat(a.texts("x")).containsExactly("" + EDITS);
    }

    @Test
    void nothingGoesWhileAMemberHasNotAgreed() throws StoreException {
        Talk.over(a, b);
        Talk.over(a, b);
        a.give(new Input.Trim());

        assertThat(stored()).isEqualTo(1 + EDITS);
    }

    @Test
    void nothingGoesBeforeItsTime() throws StoreException {
        agreeWithAll();
        a.now = a.now.minus(Duration.ofDays(2));
        a.give(new Input.Trim());

        assertThat(stored()).isEqualTo(1 + EDITS);
    }

    @Test
    void nothingGoesWhileADeviceIsSuspended() throws StoreException {
        agreeWithAll();
        a.give(Actor.revocation(Actor.FOUNDER, B, List.of()));
        a.give(Actor.revocation(B, Actor.FOUNDER, List.of()));
        a.give(new Input.Trim());

        assertThat(stored()).isEqualTo(1 + EDITS);
    }

    @Test
    void aDeviceThatIsOutIsNotWaitedFor() throws StoreException {
        Talk.over(a, founder);
        Talk.over(a, founder);
        a.give(Actor.revocation(Actor.FOUNDER, B, List.of()));
        a.give(new Input.Trim());

        assertThat(stored()).isEqualTo(1 + ReplicaSetup.HISTORY_OF_ITEM);
    }
}
