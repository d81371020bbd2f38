package im.kith.core.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Undo where two devices have changed the same book apart: siblings, and items that share an address, are in the view. */
class UndoApartTest extends RandomBook {

    private static final int CHANGES = 12;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void undoOfTheLastChangeRestoresAMergedViewOnBothDevices(long seed) throws Exception {
        var laptop = world.found("laptop");
        var phone = world.join(laptop, "phone");
        Random random = new Random(seed);
        for (int round = 0; round < 4; round++) {
            for (int i = 0; i < CHANGES; i++) {
                change(random.nextBoolean() ? laptop : phone, random);
            }
            world.sync(laptop, phone);
            world.pass(Duration.ofMinutes(1));
            assertThat(shown(phone)).isEqualTo(shown(laptop));
            List<Shown> before = shown(laptop);
            List<Object> groupsBefore = groups(laptop);
            if (!change(laptop, random)) {
                continue;
            }
            List<Shown> after = shown(laptop);
            world.sync(laptop, phone);
            undo(laptop);
            world.sync(laptop, phone);
            for (var member : List.of(laptop, phone)) {
                assertThat(shown(member))
                        .as("seed %s, round %s, undone", seed, round)
                        .isEqualTo(before);
                assertThat(groups(member)).isEqualTo(groupsBefore);
            }
            undo(laptop);
            world.sync(laptop, phone);
            assertThat(shown(phone))
                    .as("seed %s, round %s, done again", seed, round)
                    .isEqualTo(after);
        }
    }
}
