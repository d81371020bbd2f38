package im.kith.core.device;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.contacts.ContactsXml;
import im.kith.core.contacts.Draft;
import im.kith.core.contacts.Identity;
import im.kith.core.contacts.ImportPlan;
import im.kith.core.contacts.Outcome;
import im.kith.core.pubsub.ItemWrite;
import im.kith.core.pubsub.PubsubItem;
import im.kith.core.xml.XmlElement;
import im.kith.core.xml.XmlName;
import im.kith.core.xml.XmlNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Undo where two devices have changed the same book apart: siblings, and items that share an address, are in the view. */
class UndoApartTest extends RandomBook {

    private static final int CHANGES = 12;
    private static final String EXTENSIONS = "urn:example:x";

    /** One random change; false if it came to nothing. */
    private interface Changes {
        boolean make(DeviceWorld.Member member, Random random) throws Exception;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 17, 38, 50, 56, 61, 67, 112})
    void undoOfTheLastChangeRestoresAMergedViewOnBothDevices(long seed) throws Exception {
        undoRestores(seed, this::change);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 84, 113, 117, 128, 131, 147, 154, 195, 533, 536, 612})
    void theOrderOfAddressesGroupsExtensionsAndAttributesIsRestoredToo(long seed) throws Exception {
        undoRestores(seed, this::changeOfManyFields);
    }

    private void undoRestores(long seed, Changes changes) throws Exception {
        var laptop = world.found("laptop");
        var phone = world.join(laptop, "phone");
        Random random = new Random(seed);
        for (int round = 0; round < 4; round++) {
            for (int i = 0; i < CHANGES; i++) {
                changes.make(random.nextBoolean() ? laptop : phone, random);
            }
            world.sync(laptop, phone);
            world.pass(Duration.ofMinutes(1));
            assertThat(shown(phone)).isEqualTo(shown(laptop));
            List<Shown> before = shown(laptop);
            List<Object> groupsBefore = groups(laptop);
            if (!changes.make(laptop, random)) {
                continue;
            }
            List<Shown> after = shown(laptop);
            List<Object> groupsAfter = groups(laptop);
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
            for (var member : List.of(laptop, phone)) {
                assertThat(shown(member))
                        .as("seed %s, round %s, done again", seed, round)
                        .isEqualTo(after);
                assertThat(groups(member)).isEqualTo(groupsAfter);
            }
        }
    }

    private boolean changeOfManyFields(DeviceWorld.Member member, Random random) throws Exception {
        return switch (random.nextInt(4)) {
            case 0 -> importMixed(member, random);
            case 1 -> publishAsSoftware(member, random);
            default -> change(member, random);
        };
    }

    /** Contacts of several addresses out of few, so that some join contacts that there are. */
    private boolean importMixed(DeviceWorld.Member member, Random random) throws Exception {
        List<Draft> drafts = new ArrayList<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            List<Identity> identities = new ArrayList<>();
            List<String> groups = new ArrayList<>();
            List<XmlElement> extensions = new ArrayList<>();
            for (int n = random.nextInt(3); n >= 0; n--) {
                identities.add(new Identity("jid", "q" + random.nextInt(60) + "@example.org"));
                groups.add("G" + random.nextInt(5));
                extensions.add(XmlElement.of(EXTENSIONS, "e" + random.nextInt(4)));
            }
            drafts.add(new Draft(Optional.of("M" + random.nextInt(100)), identities, groups, extensions));
        }
        ImportPlan plan = planner(member).importAll(drafts);
        if (plan.writes().isEmpty()) {
            return false;
        }
        run(member, new Outcome.Plan(plan.writes(), List.of()));
        return true;
    }

    /** A contact's item as XMPP software may rewrite it: children in another order, one gone, another and an attribute added. */
    private boolean publishAsSoftware(DeviceWorld.Member member, Random random) throws Exception {
        List<PubsubItem> items = member.device().pubsub().items(ContactsXml.CONTACTS_NODE).stream()
                .filter(item -> item.payload().is(ContactsXml.NS, "contact"))
                .toList();
        if (items.isEmpty()) {
            return false;
        }
        PubsubItem item = items.get(random.nextInt(items.size()));
        XmlElement.Builder contact = XmlElement.builder(ContactsXml.NS, "contact");
        item.payload().attributes().forEach(each -> contact.attribute(each.name(), each.value()));
        XmlName added = new XmlName(EXTENSIONS, "a" + random.nextInt(6));
        if (item.payload().attribute(added).isEmpty()) {
            contact.attribute(added, "1");
        }
        List<XmlNode> children = new ArrayList<>(item.payload().elements());
        Collections.shuffle(children, random);
        boolean spare = item.payload().elements(ContactsXml.NS, "identity").size() > 1;
        if (spare || !((XmlElement) children.get(0)).is(ContactsXml.NS, "identity")) {
            children.remove(0);
        }
        children.add(XmlElement.of(EXTENSIONS, "e" + random.nextInt(6)));
        XmlElement payload = contact.children(children).build();
        member.device()
                .pubsub()
                .writeAsUser(ContactsXml.CONTACTS_NODE, List.of(ItemWrite.publish(Optional.of(item.id()), payload)));
        member.commit();
        world.pass(Duration.ofSeconds(1));
        return true;
    }
}
