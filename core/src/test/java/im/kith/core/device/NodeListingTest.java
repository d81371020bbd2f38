package im.kith.core.device;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.pubsub.ItemWrite;
import im.kith.core.pubsub.Listed;
import im.kith.core.pubsub.Pubsub;
import im.kith.core.pubsub.PubsubItem;
import im.kith.core.replica.MemoryVersionStore;
import im.kith.core.xml.XmlElement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is remembered of a node is what is in the store, and saves reading it. */
class NodeListingTest {

    private static final String NODE = "urn:example:notes";

    private final DeviceWorld world = new DeviceWorld();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theListIsThatOfTheItemsWhoeverChangesThem(long seed) throws Exception {
        Random random = new Random(seed);
        var laptop = world.found("laptop");
        var phone = world.join(laptop, "phone");
        world.sync(laptop, phone);
        for (int step = 0; step < 60; step++) {
            world.pass(Duration.ofMillis(random.nextInt(1500)));
            change(random.nextBoolean() ? laptop : phone, random);
            if (random.nextInt(3) == 0) {
                world.sync(laptop, phone);
            }
            assertTrue(laptop);
            assertTrue(phone);
            if (random.nextInt(8) == 0) {
                assertStored(random.nextBoolean() ? laptop : phone);
            }
        }
        world.sync(laptop, phone);
        assertTrue(laptop);
        assertTrue(phone);
        assertThat(laptop.device().pubsub().listing(NODE))
                .isEqualTo(phone.device().pubsub().listing(NODE));
    }

    private void change(DeviceWorld.Member member, Random random) throws Exception {
        Pubsub pubsub = member.device().pubsub();
        String id = "note-" + random.nextInt(12);
        switch (random.nextInt(6)) {
            case 0 -> pubsub.retract(NODE, id);
            case 1 ->
                pubsub.write(
                        NODE,
                        List.of(
                                ItemWrite.publish(Optional.of(id), note(random)),
                                ItemWrite.publish(Optional.empty(), note(random))));
            case 2 -> pubsub.configure(NODE, Map.of("pubsub#title", "Title " + random.nextInt()));
            case 3 -> {
                if (random.nextInt(6) == 0) {
                    pubsub.delete(NODE);
                }
            }
            default -> pubsub.publish(NODE, Optional.of(id), note(random));
        }
        if (random.nextBoolean()) {
            member.commit();
        }
    }

    private static void assertTrue(DeviceWorld.Member member) throws Exception {
        Pubsub pubsub = member.device().pubsub();
        List<PubsubItem> items = pubsub.items(NODE);
        assertThat(pubsub.listing(NODE))
                .isEqualTo(items.stream()
                        .map(item -> new Listed(item.id(), item.at(), false))
                        .toList());
        List<String> ids = items.stream().map(PubsubItem::id).toList();
        assertThat(pubsub.items(NODE, ids)).isEqualTo(items);
        assertThat(pubsub.configuration(NODE).field("pubsub#title"))
                .isEqualTo(pubsub.item("urn:kith:nodes", NODE)
                        .flatMap(item -> im.kith.core.pubsub.NodeConfig.fromForm(item.payload())
                                .field("pubsub#title")));
    }

    /** What is remembered is what a device reads that has just started. */
    private static void assertStored(DeviceWorld.Member member) throws Exception {
        List<PubsubItem> items = member.device().pubsub().items(NODE);
        member.commit();
        member.reopen();
        assertThat(member.device().pubsub().items(NODE)).isEqualTo(items);
    }

    @Test
    void aChangeCostsNoMoreInALargerNode() throws Exception {
        assertThat(readForAChange(300)).isEqualTo(readForAChange(3));
    }

    /** How many versions are read to publish one item more and to list all, once they were listed. */
    private int readForAChange(int others) throws Exception {
        FaultyStore store = new FaultyStore(new MemoryVersionStore());
        var laptop = world.found("laptop", store);
        Random random = new Random(5);
        Pubsub pubsub = laptop.device().pubsub();
        for (int i = 0; i < others; i++) {
            pubsub.publish(NODE, Optional.of("note-" + i), note(random));
        }
        laptop.commit();
        assertThat(pubsub.listing(NODE)).hasSize(others);
        int before = store.handedOut();
        pubsub.publish(NODE, Optional.of("one-more"), note(random));
        laptop.commit();
        assertThat(laptop.device().pubsub().listing(NODE)).hasSize(others + 1);
        return store.handedOut() - before;
    }

    private static XmlElement note(Random random) {
        return XmlElement.builder("urn:example", "note")
                .text(String.valueOf(random.nextInt()))
                .build();
    }
}
