package im.kith.core.device;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.octets.Bytes;
import im.kith.core.replica.MemoryVersionStore;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a device believes of the introduction in a stranger's certificate. */
class IntroductionTest {

    private final DeviceWorld world = new DeviceWorld();
    private final SecureRandom random = new SecureRandom();
    private final MemoryVersionStore disk = new MemoryVersionStore();
    private final DeviceWorld.Member laptop;
    private final DeviceWorld.Member phone;
    private final DeviceWorld.Member restored;
    private final Bytes shown;

    IntroductionTest() throws Exception {
        laptop = world.found("laptop", disk);
        phone = world.join(laptop, "phone");
        world.sync(laptop, phone);
        restored = successor(laptop, disk);
        shown = restored.device().doorkeeper().own().orElseThrow();
    }

    private DeviceWorld.Member successor(DeviceWorld.Member of, MemoryVersionStore store) throws Exception {
        MemoryVersionStore copy = MemoryVersionStore.copyOf(store);
        Succession.Estate estate = Succession.Estate.foreign(
                of.identity(), copy.state().orElseThrow(), copy.settings(), copy.statements());
        Succession succession = Succession.of(estate, "successor", "restored", world.now(), random);
        return world.open(new Founding(succession.identity(), of.device().account(), succession.change()), copy);
    }

    private static Bytes key(DeviceWorld.Member member) {
        return member.identity().keys().tlsKeyHash();
    }

    private static Optional<Introduction> judged(DeviceWorld.Member by, Bytes key, Bytes shown) {
        return by.device().doorkeeper().judge(key, shown);
    }

    @Test
    void aSuccessorIsBelievedByWhoHasNeverHeardOfIt() {
        Introduction introduction = judged(phone, key(restored), shown).orElseThrow();
        assertThat(introduction.device()).isEqualTo(restored.device().me());
        assertThat(introduction.fresh()).hasSize(1);
        assertThat(phone.device().ledger().device(restored.device().me()))
                .as("judging alone changes nothing")
                .isEmpty();
    }

    @Test
    void whoShowsWhatIsAnothersIsAStranger() throws Exception {
        var stranger = world.found("stranger");
        assertThat(judged(phone, key(stranger), shown)).isEmpty();
    }

    @Test
    void anIntroductionOfAnotherAccountIsNotBelieved() throws Exception {
        MemoryVersionStore theirs = new MemoryVersionStore();
        var stranger = world.found("stranger", theirs);
        var heir = successor(stranger, theirs);
        Bytes foreign = heir.device().doorkeeper().own().orElseThrow();
        assertThat(judged(phone, key(heir), foreign)).isEmpty();
        Bytes under = Introduction.of(
                        heir.device().ledger(),
                        heir.device().me(),
                        KeyRing.fromSettings(phone.store().settings())
                                .forDiscovery(phone.device().ledger(), world.now())
                                .stream()
                                .findFirst(),
                        random)
                .orElseThrow();
        assertThat(judged(phone, key(heir), under))
                .as("under the discovery key of this account")
                .isEmpty();
    }

    @Test
    void whoWasAdmittedByADeviceThatIsOutIsAStranger() throws Exception {
        phone.device().revoke(List.of(laptop.device().me()), Set.of());
        phone.commit();
        assertThat(judged(phone, key(restored), shown)).isEmpty();
    }

    @Test
    void oneThatWasChangedCutOrIsTooLongIsNotBelieved() {
        byte[] octets = shown.toArray();
        for (int at = 0; at < octets.length; at++) {
            octets[at] ^= 1;
            // a bit of a packet's header may mean the same; whoever is let in is the successor still
            judged(phone, key(restored), Bytes.of(octets))
                    .ifPresent(read -> assertThat(read.device())
                            .isEqualTo(restored.device().me()));
            assertThat(judged(phone, key(laptop), Bytes.of(octets))
                            .filter(read -> !read.fresh().isEmpty()))
                    .isEmpty();
            octets[at] ^= 1;
        }
        for (int length = 0; length < octets.length; length += 7) {
            assertThat(judged(phone, key(restored), shown.first(length))).isEmpty();
        }
        byte[] tooLong = Arrays.copyOf(octets, Introduction.MAX_LENGTH + 1);
        assertThat(judged(phone, key(restored), Bytes.of(tooLong))).isEmpty();
        assertThat(judged(phone, key(restored), Bytes.EMPTY)).isEmpty();
    }

    @Test
    void nobodyButASuccessorHasOne() {
        assertThat(laptop.device().doorkeeper().own()).isEmpty();
        assertThat(phone.device().doorkeeper().own()).isEmpty();
    }
}
