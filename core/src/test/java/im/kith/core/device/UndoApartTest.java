package im.kith.core.device;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.contacts.Contact;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Undo where two devices have changed the same book apart: siblings, and items that share an address, are in the view. */
class UndoApartTest extends RandomBook {

    private static final int CHANGES = 12;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 17, 38, 50, 56, 61, 67, 112})
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
            assertThat(seen(phone)).isEqualTo(seen(laptop));
            List<Object> before = seen(laptop);
            List<Object> groupsBefore = groups(laptop);
            if (!change(laptop, random)) {
                continue;
            }
            List<Object> after = seen(laptop);
            world.sync(laptop, phone);
            undo(laptop);
            world.sync(laptop, phone);
            for (var member : List.of(laptop, phone)) {
                assertThat(seen(member))
                        .as("seed %s, round %s, undone", seed, round)
                        .isEqualTo(before);
                assertThat(groups(member)).isEqualTo(groupsBefore);
            }
            undo(laptop);
            world.sync(laptop, phone);
            assertThat(seen(phone))
                    .as("seed %s, round %s, done again", seed, round)
                    .isEqualTo(after);
        }
    }

    /** What is shown, but for the order of fields: that of siblings is by the ids of their versions, and no part of what they say. */
    private static List<Object> seen(DeviceWorld.Member member) {
        return shown(member).stream()
                .map(each -> {
                    Contact contact = (Contact) each.contact();
                    return (Object) List.of(
                            each.id(),
                            each.items(),
                            contact.name(),
                            Set.copyOf(contact.identities()),
                            Set.copyOf(contact.groupIds()),
                            Set.copyOf(contact.extensions()),
                            contact.attributes(),
                            Set.copyOf(each.groups()),
                            each.added());
                })
                .toList();
    }
}
