package im.kith.core.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.kith.core.account.DeviceId;
import im.kith.core.octets.Bytes;
import im.kith.core.replica.sim.SimKeys;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplicaWriteTest {

    private static final DeviceId A = SimKeys.device("a");
    private static final DeviceId B = SimKeys.device("b");

    private Actor a;
    private Actor b;

    @BeforeEach
    void twoMembers() throws StoreException {
        a = new Actor("a", A, B);
        b = new Actor("b", A, B);
    }

    @Test
    void anEditReplacesWhatItMergedAndMovesItToHistory() throws StoreException {
        VersionId first = a.publish("x", "one");
        VersionId second = a.publish("x", "two", first);

        assertThat(a.replica.live(Actor.key("x"))).containsExactly(second);
        assertThat(a.store.all(Actor.key("x")))
                .extracting(VersionStore.Stored::place)
                .containsExactly(VersionStore.Place.HISTORY, VersionStore.Place.LIVE);
        assertThat(a.read(second).header().context().covers(first.dot())).isTrue();
    }

    @Test
    void knowledgeAndVersionAreOneTransaction() throws StoreException {
        a.publish("x", "one");

        assertThat(a.persisted).singleElement().satisfies(change -> {
            assertThat(change.insert()).hasSize(1);
            assertThat(change.state().orElseThrow().knowledge().get(a.replica.id()))
                    .isEqualTo(1);
        });
    }

    @Test
    void severalWritesAreOneTransaction() throws StoreException {
        List<Effect> effects = a.give(new Input.LocalWrite(List.of(
                Write.publish(Actor.key("x"), Set.of(), stamp -> new Payload("k", Bytes.utf8("one"))),
                Write.retract(Actor.key("y"), Set.of()))));

        assertThat(Actor.written(effects)).hasSize(2);
        assertThat(a.persisted)
                .singleElement()
                .satisfies(c -> assertThat(c.insert()).hasSize(2));
        assertThat(effects.get(0)).isInstanceOf(Effect.Persist.class);
    }

    @Test
    void theClockIsAboveEverySiblingOfTheItemButNotMovedByIt() throws StoreException {
        b.now = b.now.plus(Duration.ofDays(365 * 474));
        VersionId far = b.publish("x", "of the year 2500");
        Talk.over(a, b);
        VersionId edit = a.publish("x", "edited", far);
        VersionId other = a.publish("y", "other");

        assertThat(a.read(edit).header().hlc())
                .isGreaterThan(b.read(far).header().hlc());
        assertThat(a.read(other).header().hlc().instant()).isBefore(Actor.START.plus(Duration.ofHours(1)));
        Talk.over(a, b);
        assertThat(b.texts("x")).containsExactly("edited");
    }

    @Test
    void aSiblingThatWasNotMergedStaysBeside() throws StoreException {
        VersionId first = a.publish("x", "one");
        VersionId beside = a.publish("x", "beside");
        VersionId edit = a.publish("x", "edited", first, b.publish("x", "of b"));
        VersionId onlyLater = a.publish("x", "edited again", edit);

        assertThat(a.replica.live(Actor.key("x"))).contains(beside, onlyLater);
    }

    @Test
    void aLaterSiblingMergedAloneDoesNotHideAnEarlierOneOfTheSameReplica() throws StoreException {
        VersionId unread = a.publish("x", "unread");
        VersionId read = a.publish("x", "read");
        a.publish("x", "edited", read);

        assertThat(a.replica.live(Actor.key("x"))).contains(unread);
        assertThat(a.texts("x")).contains("unread", "edited");
    }

    @Test
    void aStaleWriteMakesASibling() throws StoreException {
        VersionId shown = a.publish("x", "one");
        a.publish("x", "two", shown);

        a.publish("x", "stale", shown);

        assertThat(a.texts("x")).containsExactly("stale", "two");
        Talk.over(a, b);
        assertThat(b.texts("x")).containsExactly("stale", "two");
    }

    @Test
    void retractWinsOverWhatItHasSeenAndStands() throws StoreException {
        VersionId shown = a.publish("x", "one");
        a.give(new Input.LocalWrite(List.of(Write.retract(Actor.key("x"), Set.of(shown)))));
        Talk.over(a, b);

        assertThat(b.texts("x")).containsExactly("retracted");
    }

    @Test
    void aComposerThatFailsChangesNothing() throws StoreException {
        ReplicaState before = a.replica.state();
        Write good = Write.publish(Actor.key("x"), Set.of(), stamp -> new Payload("k", Bytes.utf8("one")));
        Write bad = Write.publish(Actor.key("y"), Set.of(), stamp -> {
            throw new IllegalStateException("no key");
        });

        assertThatThrownBy(() -> a.give(new Input.LocalWrite(List.of(good, bad))))
                .hasMessage("no key");
        assertThat(a.replica.state()).isEqualTo(before);
        assertThat(a.replica.size()).isZero();
    }
}
