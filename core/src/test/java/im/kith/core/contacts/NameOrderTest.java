package im.kith.core.contacts;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.octets.Bytes;
import im.kith.core.replica.Dot;
import im.kith.core.replica.VersionId;
import im.kith.core.xml.XmlElement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameOrderTest {

    private final NameOrder order = new NameOrder();
    private final List<Place> present = new ArrayList<>();
    private int count;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void fewAndManyComeInTheOrderThatComparingThemGives(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 12; round++) {
            add(random, random.nextInt(900));
            remove(random, random.nextInt(present.size() + 1) / 2);
            List<Place> some = new ArrayList<>(present);
            Collections.shuffle(some, random);
            some = some.subList(0, random.nextInt(some.size() + 1));
            assertThat(order.sort(some)).isEqualTo(sorted(some));
            if (round % 3 == 0) {
                assertThat(order.all()).isEqualTo(sorted(present));
            }
        }
    }

    private void add(Random random, int many) {
        for (int i = 0; i < many; i++) {
            Item item = Item.of(new ItemUpdate(
                            Desk.contact("c" + count++),
                            List.of(Sibling.publish(
                                    new VersionId(new Dot(Desk.replica(1), count), Bytes.EMPTY),
                                    Desk.stamp(1, 1),
                                    contact("N" + random.nextInt(300)),
                                    512)),
                            0))
                    .orElseThrow();
            Place place = new Place(ContactEntry.of(item));
            order.add(place);
            present.add(place);
        }
    }

    private static XmlElement contact(String name) {
        return Desk.xml("<contact xmlns='" + ContactsXml.NS + "' name='" + name
                + "'><identity type='jid'>a@example.org</identity></contact>");
    }

    private void remove(Random random, int many) {
        for (int i = 0; i < many; i++) {
            order.remove(present.remove(random.nextInt(present.size())));
        }
    }

    private static List<Place> sorted(List<Place> some) {
        return some.stream()
                .sorted(Comparator.comparing(Place::entry, ContactEntry.BY_NAME))
                .toList();
    }
}
