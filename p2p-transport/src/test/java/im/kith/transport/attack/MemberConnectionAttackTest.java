package im.kith.transport.attack;

import static im.kith.transport.attack.Victim.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import im.kith.core.clock.Hlc;
import im.kith.core.contacts.AddressBook.Sort;
import im.kith.core.contacts.ContactEdit;
import im.kith.core.contacts.Outcome;
import im.kith.core.contacts.Planner;
import im.kith.core.contacts.Privacy;
import im.kith.core.replica.Dot;
import im.kith.core.replica.Frame;
import im.kith.core.replica.ItemKey;
import im.kith.core.replica.Version;
import im.kith.core.replica.VersionVector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A member with a program of its own that wants to keep the others from talking to each other. */
@Timeout(180)
class MemberConnectionAttackTest extends HonestDevices {

    /** Connections without a hello that one device may have, and one being replaced. */
    private static final int MOST_MUTE = 4;

    private MaliciousMember mallory;

    @BeforeEach
    void start() throws Exception {
        mallory = MaliciousMember.admittedBy(laptop);
        laptop.connect();
    }

    @Test
    void whoSaysNoHelloHoldsAFewConnectionsAndTheOthersGetIn() throws Exception {
        List<Conversation> mute = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                try {
                    mute.add(mallory.talk(laptop));
                } catch (IOException e) {
                    // closed before its TLS was done: it holds nothing
                }
            }
            assertThat(mute).isNotEmpty();
            await().atMost(PATIENCE)
                    .until(() -> mute.stream().filter(talk -> !talk.isOver()).count() <= MOST_MUTE);
            assertUnharmed();
        } finally {
            for (Conversation talk : mute) {
                talk.close();
            }
        }
    }

    @Test
    void whoStopsInTheMiddleOfAFrameHoldsOneConnectionAndTheOthersGetIn() throws Exception {
        List<Conversation> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                Conversation talk = mallory.data(laptop);
                talk.await(Frame.Done.class);
                // a frame of a mebibyte begins, and its first octets come
                talk.tls.sendOctets(new byte[] {0, 0x0f, -1, -1, 34, 1, 2, 3});
                slow.add(talk);
            }
            await().atMost(PATIENCE)
                    .until(() -> slow.stream().filter(talk -> !talk.isOver()).count() <= 1);
            assertThat(laptop.network().connected()).hasSizeLessThanOrEqualTo(1);
            slow.get(9).tls.sendOctets(new byte[] {4});
            assertUnharmed();
        } finally {
            for (Conversation talk : slow) {
                talk.close();
            }
        }
    }

    @Test
    void anItemWithTheLastReadingOfAllClocksIsEditedWithoutHarmToConnections() throws Exception {
        Version juliet = laptop.kith().call(device -> {
            ItemKey item = new ItemKey(
                    MaliciousMember.contact("x").node(),
                    device.book().list(Sort.NAME).get(0).id());
            return mallory.version(
                    new Dot(mallory.replica, 1),
                    item.id(),
                    VersionVector.EMPTY,
                    Hlc.of((1L << 47) - 1, 0xffff),
                    mallory.card("juliet"));
        });
        phone.connect(laptop.address());
        phone.connectedWith(1);
        try (Conversation talk = mallory.data(laptop)) {
            talk.say(new Frame.Chunk(List.of(juliet)));
            await().atMost(PATIENCE)
                    .until(() -> phone.kith()
                                    .call(device -> device.replica().live(juliet.item()))
                                    .size()
                            == 2);
        }
        ContactEdit edit = new ContactEdit(Optional.of("Juliet M."), List.of(), List.of(), List.of(), List.of());
        laptop.kith().call(device -> {
            Planner planner = new Planner(device.book(), Privacy.DEFAULT, Victim.RANDOM);
            String id = device.book().list(Sort.NAME).get(0).id();
            device.write(((Outcome.Plan) planner.edit(id, edit)).writes());
            return true;
        });
        laptop.add("nurse");
        // the pin stays, which the lying member can do to any contact; but what is written after it still arrives
        phone.shows("juliet", "nurse");
        assertThat(laptop.network().connected()).hasSize(1);
        assertThat(phone.warnings()).isEmpty();
    }
}
