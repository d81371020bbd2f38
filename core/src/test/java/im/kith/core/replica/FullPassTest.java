package im.kith.core.replica;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.account.DeviceId;
import im.kith.core.replica.sim.SimKeys;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FullPassTest {

    private static final DeviceId A = SimKeys.device("a");
    private static final DeviceId B = SimKeys.device("b");
    private static final DeviceId C = SimKeys.device("c");

    private Actor a;
    private Actor b;

    @BeforeEach
    void twoMembers() throws StoreException {
        a = new Actor("a", A, B, C);
        b = new Actor("b", A, B, C);
    }

    @Test
    void aFullPassSendsHistoryTooWhateverThePeerKnows() throws StoreException {
        VersionId first = a.publish("x", "one");
        a.publish("x", "two", first);
        Talk.over(a, b);
        assertThat(b.store.all(Actor.key("x"))).hasSize(1);

        a.give(new Input.RequestFull(B));
        Talk talk = Talk.over(a, b);

        assertThat(talk.transcript).contains("a: Chunk of 2", "b: Chunk of 1");
        assertThat(b.store.all(Actor.key("x"))).hasSize(2);
        assertThat(b.texts("x")).containsExactly("two");
        assertThat(Talk.over(a, b).transcript).hasSize(4);
    }

    @Test
    void aDigestMismatchIsToldAndMendedByTheNextConnection() throws StoreException {
        a.publish("x", "one");
        Talk.over(a, b);
        dropSilently(b);

        Talk told = Talk.over(a, b);
        assertThat(told.closed).isEqualTo(CloseReason.FULL_PASS);
        assertThat(told.notices).anyMatch(Notice.DigestMismatch.class::isInstance);
        Talk.over(a, b);

        assertThat(b.texts("x")).containsExactly("one");
        assertThat(a.replica.digest()).isEqualTo(b.replica.digest());
    }

    private static void dropSilently(Actor actor) throws StoreException {
        StepEffects damage = new StepEffects();
        damage.trim(actor.replica.live(Actor.key("x")).get(0));
        actor.store.commit(((Effect.Persist) damage.effects().get(0)).change(), actor.now);
        actor.restart(false);
    }

    @Test
    void bothBranchesOfAnUnnoticedCopyReachEverybody() throws StoreException {
        a.publish("x", "before");
        Actor copy = new Actor("a", A, B, C);
        copy.store = MemoryVersionStore.copyOf(a.store);
        copy.restart(false);
        Actor c = new Actor("c", A, B, C);
        a.publish("y", "of the original");
        copy.publish("z", "of the copy");

        for (int round = 0; round < 4; round++) {
            for (List<Actor> pair : List.of(List.of(a, b), List.of(copy, c), List.of(b, c), List.of(b, copy))) {
                Talk.over(pair.get(0), pair.get(1));
            }
        }

        for (Actor actor : List.of(a, b, c, copy)) {
            assertThat(actor.texts("y")).containsExactly("of the original");
            assertThat(actor.texts("z")).containsExactly("of the copy");
            assertThat(actor.replica.digest()).isEqualTo(b.replica.digest());
        }
        assertThat(a.replica.id()).isNotEqualTo(copy.replica.id());
    }
}
