package im.kith.core.pubsub;

import static im.kith.core.pubsub.Payloads.contact;
import static im.kith.core.pubsub.Payloads.note;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.kith.core.contacts.ContactsXml;
import im.kith.core.contacts.Limits;
import im.kith.core.device.DeviceEvent;
import im.kith.core.device.DeviceWorld;
import im.kith.core.replica.ItemKey;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.VersionStore;
import im.kith.core.xml.XmlElement;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Pubsub} does, whatever store is beneath it. */
public abstract class PubsubContract {

    /** Where a store is kept: opened the first time, it is new. */
    public interface Disk {
        VersionStore open() throws Exception;
    }

    protected static final String NODE = "urn:xmpp:bookmarks:1";
    protected static final String CONTACTS = ContactsXml.CONTACTS_NODE;

    private final DeviceWorld world = new DeviceWorld();
    private final List<VersionStore> opened = new ArrayList<>();
    private Disk disk = () -> {
        throw new IllegalStateException("before a test");
    };
    private DeviceWorld.@Nullable Member founder;

    /** Another place, with nothing in it. */
    protected abstract Disk disk() throws Exception;

    private VersionStore open(Disk at) throws Exception {
        VersionStore store = at.open();
        opened.add(store);
        return store;
    }

    @BeforeEach
    void found() throws Exception {
        disk = disk();
        founder = world.found("laptop", open(disk));
    }

    @AfterEach
    void close() throws Exception {
        for (VersionStore store : opened) {
            store.close();
        }
    }

    private DeviceWorld.Member laptop() {
        return Objects.requireNonNull(founder);
    }

    private DeviceWorld.Member join(String name) throws Exception {
        return world.join(laptop(), name, open(disk()));
    }

    private static Pubsub pubsub(DeviceWorld.Member member) {
        return member.device().pubsub();
    }

    private Pubsub pubsub() {
        return pubsub(laptop());
    }

    private static void publish(DeviceWorld.Member member, String id, String text) throws StoreException {
        pubsub(member).publish(NODE, Optional.of(id), note(text));
        member.commit();
    }

    private static Optional<String> text(DeviceWorld.Member member, String id) throws StoreException {
        return pubsub(member).item(NODE, id).map(item -> item.payload().text());
    }

    private static List<String> ids(Pubsub pubsub, String node) throws StoreException {
        return pubsub.items(node).stream().map(PubsubItem::id).toList();
    }

    @Test
    void theContactsNodesAreThereFromTheStart() throws Exception {
        assertThat(pubsub().nodes()).containsExactly(CONTACTS, ContactsXml.GROUPS_NODE);
        assertThat(pubsub().items(CONTACTS)).isEmpty();
        assertThat(pubsub().items("urn:example:unknown")).isEmpty();
    }

    @Test
    void aNodeIsThereWhileItHasItemsOrAConfiguration() throws Exception {
        publish(laptop(), "a", "text");
        assertThat(pubsub().nodes()).contains(NODE).hasSize(3);
        pubsub().retract(NODE, "a");
        assertThat(pubsub().nodes()).doesNotContain(NODE);
        pubsub().configure(NODE, Map.of(NodeConfig.ACCESS_MODEL, "open"));
        assertThat(pubsub().nodes()).contains(NODE).hasSize(3);
    }

    @Test
    void publishWithoutAnIdMakesAFreshOne() throws Exception {
        String one = pubsub().publish(NODE, Optional.empty(), note("one"));
        String two = pubsub().publish(NODE, Optional.empty(), note("two"));
        assertThat(one).isNotEqualTo(two).hasSizeGreaterThanOrEqualTo(16);
        PubsubItem item = pubsub().item(NODE, two).orElseThrow();
        assertThat(item.payload()).isEqualTo(note("two"));
        assertThat(item.publisher()).contains(laptop().device().me());
        assertThat(item.at()).isEqualTo(world.now());
        assertThat(item.node()).isEqualTo(NODE);
    }

    @Test
    void publishOverAnIdReplacesTheItem() throws Exception {
        publish(laptop(), "a", "old");
        publish(laptop(), "a", "new");
        assertThat(pubsub().items(NODE)).hasSize(1);
        assertThat(text(laptop(), "a")).contains("new");
        assertThat(pubsub().stored(NODE)).hasSize(1);
    }

    @Test
    void anIdOfOneNodeIsAnotherItemOnAnotherNode() throws Exception {
        publish(laptop(), "a", "here");
        pubsub().publish("urn:example:other", Optional.of("a"), note("there"));
        assertThat(text(laptop(), "a")).contains("here");
        assertThat(pubsub().stored(NODE).get(0).id())
                .isNotEqualTo(pubsub().stored("urn:example:other").get(0).id());
    }

    @Test
    void retractRemovesAndSaysWhetherThereWasSomething() throws Exception {
        publish(laptop(), "a", "text");
        assertThat(pubsub().retract(NODE, "a")).isTrue();
        assertThat(pubsub().item(NODE, "a")).isEmpty();
        assertThat(pubsub().items(NODE)).isEmpty();
        assertThat(pubsub().retract(NODE, "a")).isFalse();
        assertThat(pubsub().retract(NODE, "never was")).isFalse();
        publish(laptop(), "a", "again");
        assertThat(text(laptop(), "a")).contains("again");
    }

    @Test
    void itemsStandInTheOrderOfTheirLastPublication() throws Exception {
        // all at the same instant: the order is not the clock's alone
        List<String> order = List.of("m", "c", "z", "a", "k", "b", "y", "d");
        for (String id : order) {
            publish(laptop(), id, id);
        }
        assertThat(ids(pubsub(), NODE)).isEqualTo(order);
        publish(laptop(), "c", "again");
        assertThat(ids(pubsub(), NODE)).containsExactly("m", "z", "a", "k", "b", "y", "d", "c");
        assertThat(pubsub().stored(NODE)).hasSize(order.size());
    }

    @Test
    void aNodeHasTheConfigurationOfPrivateStorageUntilItIsConfigured() throws Exception {
        assertThat(pubsub().configuration(NODE)).isEqualTo(NodeConfig.DEFAULT);
        assertThat(NodeConfig.DEFAULT.fields())
                .containsEntry("pubsub#access_model", "whitelist")
                .containsEntry("pubsub#persist_items", "true")
                .containsEntry("pubsub#max_items", "max")
                .containsEntry("pubsub#type", "urn:xmpp:openpgp:pubsub:0");
    }

    @Test
    void configuringSetsTheFieldsGivenAndKeepsTheOthersUnknownOnesToo() throws Exception {
        pubsub().configure(NODE, Map.of("pubsub#title", "Rooms <&> 'places'", "x-vendor#field", ""));
        pubsub().configure(NODE, Map.of(NodeConfig.ACCESS_MODEL, "open"));
        NodeConfig config = pubsub().configuration(NODE);
        assertThat(config.field("pubsub#title")).contains("Rooms <&> 'places'");
        assertThat(config.field("x-vendor#field")).contains("");
        assertThat(config.field(NodeConfig.ACCESS_MODEL)).contains("open");
        assertThat(config.field(NodeConfig.MAX_ITEMS)).contains("max");
        assertThat(pubsub().configuration("urn:example:other")).isEqualTo(NodeConfig.DEFAULT);
        assertThat(NodeConfig.fromForm(config.toForm())).isEqualTo(config);
    }

    @Test
    void editsBySoftwareThatKnowsNoStampsAreMergedFieldByField() throws Exception {
        var phone = join("phone");
        pubsub().publish(CONTACTS, Optional.of("juliet"), contact("Juliet", "juliet@example.org", "friends"));
        laptop().commit();
        world.sync(laptop(), phone);
        world.pass(Duration.ofHours(1));
        pubsub().publish(CONTACTS, Optional.of("juliet"), contact("Juliet M.", "juliet@example.org", "friends"));
        laptop().commit();
        world.pass(Duration.ofHours(1));
        pubsub(phone).publish(CONTACTS, Optional.of("juliet"), contact("Juliet", "juliet@example.org", "family"));
        phone.commit();
        world.sync(laptop(), phone);
        for (var member : List.of(laptop(), phone)) {
            assertThat(pubsub(member).stored(CONTACTS)).hasSize(2);
            XmlElement shown =
                    pubsub(member).item(CONTACTS, "juliet").orElseThrow().payload();
            assertThat(shown.attribute("name")).contains("Juliet M.");
            assertThat(shown.elements(ContactsXml.NS, "group"))
                    .extracting(group -> group.attribute("id").orElse(""))
                    .containsExactly("family");
            assertThat(member.device().book().contactCount()).isEqualTo(1);
        }
        assertThat(pubsub(phone).item(CONTACTS, "juliet")).isEqualTo(pubsub().item(CONTACTS, "juliet"));
    }

    @Test
    void whatIsNoContactCanBeReplacedAndRetractedOnAContactsNodeToo() throws Exception {
        pubsub().publish(CONTACTS, Optional.of("odd"), note("not a contact"));
        pubsub().publish(CONTACTS, Optional.of("odd"), note("neither"));
        laptop().commit();
        assertThat(pubsub().stored(CONTACTS)).hasSize(1);
        assertThat(pubsub().retract(CONTACTS, "odd")).isTrue();
        laptop().commit();
        assertThat(pubsub().item(CONTACTS, "odd")).isEmpty();
        assertThat(laptop().device().book().problems()).isEmpty();
    }

    @Test
    void ofOtherNodesNeitherIdNorContentCanBeReadInWhatIsStored() throws Exception {
        String room = "secret-room@conference.example.org";
        pubsub().publish(NODE, Optional.of(room), note("the content"));
        pubsub().configure(NODE, Map.of("pubsub#title", "the title"));
        StoredItem stored = pubsub().stored(NODE).get(0);
        String octets = new String(stored.encrypted().orElseThrow().toArray(), StandardCharsets.ISO_8859_1);
        assertThat(stored.id()).isNotEqualTo(room).doesNotContain("secret", "example");
        assertThat(octets).doesNotContain("secret-room", "content", "note");
        assertThat(pubsub().item(NODE, room)).isPresent();
        assertThat(pubsub().item(NODE, stored.id())).isEmpty();
        laptop().store().forEachLive(version -> assertThat(version.item().id()).doesNotContain("secret", NODE));
    }

    @Test
    void onTheContactsNodesIdsStandAsTheyAre() throws Exception {
        String id = pubsub().publish(CONTACTS, Optional.empty(), contact("Juliet", "juliet@example.org"));
        StoredItem stored = pubsub().stored(CONTACTS).get(0);
        assertThat(stored.id()).isEqualTo(id);
        assertThat(new String(stored.encrypted().orElseThrow().toArray(), StandardCharsets.ISO_8859_1))
                .doesNotContain("uliet");
    }

    @Test
    void aRetractedItemIsStoredWithoutContent() throws Exception {
        publish(laptop(), "a", "text");
        pubsub().retract(NODE, "a");
        assertThat(pubsub().stored(NODE))
                .singleElement()
                .satisfies(stored -> assertThat(stored.encrypted()).isEmpty());
    }

    @Test
    void eventsComeAfterTheCommit() throws Exception {
        laptop().events.clear();
        pubsub().publish(NODE, Optional.of("a"), note("one"));
        pubsub().publish(CONTACTS, Optional.of("b"), contact("Juliet", "juliet@example.org"));
        assertThat(pubsub().items(NODE)).hasSize(1);
        assertThat(laptop().events).isEmpty();
        laptop().commit();
        List<ItemKey> changed = laptop().events.stream()
                .filter(event -> event instanceof DeviceEvent.ItemsChanged)
                .flatMap(event -> ((DeviceEvent.ItemsChanged) event).items().stream())
                .toList();
        assertThat(changed).extracting(ItemKey::node).containsExactly(NODE, CONTACTS);
        assertThat(laptop().events).anyMatch(event -> event instanceof DeviceEvent.BookChanged);
        laptop().events.clear();
        laptop().commit();
        assertThat(laptop().events).isEmpty();
    }

    @Test
    void reopeningKeepsAll() throws Exception {
        publish(laptop(), "b", "first");
        publish(laptop(), "a", "second");
        pubsub().configure(NODE, Map.of("pubsub#title", "Rooms"));
        pubsub().publish(CONTACTS, Optional.of("juliet"), contact("Juliet", "juliet@example.org"));
        laptop().commit();
        List<PubsubItem> before = pubsub().items(NODE);
        List<StoredItem> stored = pubsub().stored(CONTACTS);
        laptop().store().close();
        laptop().reopen(open(disk), false);
        assertThat(pubsub().items(NODE)).isEqualTo(before);
        assertThat(pubsub().stored(CONTACTS)).isEqualTo(stored);
        assertThat(pubsub().configuration(NODE).field("pubsub#title")).contains("Rooms");
        assertThat(pubsub().nodes()).contains(NODE).hasSize(3);
        publish(laptop(), "b", "third");
        assertThat(ids(pubsub(), NODE)).containsExactly("a", "b");
    }

    @Test
    void everyNodeIsTheSameOnAllDevices() throws Exception {
        var phone = join("phone");
        publish(laptop(), "a", "by laptop");
        pubsub(phone).publish("urn:xmpp:avatar:data", Optional.empty(), note("by phone"));
        pubsub(phone).configure("urn:xmpp:avatar:data", Map.of(NodeConfig.ACCESS_MODEL, "open"));
        phone.commit();
        world.sync(laptop(), phone);
        for (String node : List.of(NODE, "urn:xmpp:avatar:data")) {
            assertThat(pubsub(phone).items(node))
                    .isEqualTo(pubsub().items(node))
                    .hasSize(1);
            assertThat(pubsub(phone).configuration(node)).isEqualTo(pubsub().configuration(node));
        }
        assertThat(pubsub(phone).nodes()).isEqualTo(pubsub().nodes());
        pubsub(phone).retract(NODE, "a");
        phone.commit();
        world.sync(laptop(), phone);
        assertThat(pubsub().items(NODE)).isEmpty();
    }

    @Test
    void publishesOfOneIdApartAreSiblingsAndShowTheSameEverywhere() throws Exception {
        var phone = join("phone");
        publish(laptop(), "a", "common");
        world.sync(laptop(), phone);
        publish(laptop(), "a", "by laptop");
        publish(phone, "a", "by phone");
        world.sync(laptop(), phone);
        assertThat(pubsub().stored(NODE)).hasSize(2);
        assertThat(pubsub(phone).stored(NODE)).isEqualTo(pubsub().stored(NODE));
        assertThat(pubsub(phone).item(NODE, "a"))
                .isEqualTo(pubsub().item(NODE, "a"))
                .isPresent();
        publish(phone, "a", "settled");
        world.sync(laptop(), phone);
        assertThat(pubsub().stored(NODE)).hasSize(1);
        assertThat(text(laptop(), "a")).contains("settled");
    }

    @Test
    void anItemRetractedHereAndPublishedThereStays() throws Exception {
        var phone = join("phone");
        publish(laptop(), "a", "common");
        world.sync(laptop(), phone);
        publish(phone, "a", "still wanted");
        world.pass(Duration.ofHours(1));
        pubsub().retract(NODE, "a");
        laptop().commit();
        world.sync(laptop(), phone);
        for (var member : List.of(laptop(), phone)) {
            assertThat(text(member, "a")).contains("still wanted");
            assertThat(ids(pubsub(member), NODE)).containsExactly("a");
        }
        assertThat(pubsub().retract(NODE, "a")).isTrue();
        laptop().commit();
        world.sync(laptop(), phone);
        assertThat(text(phone, "a")).isEmpty();
    }

    @Test
    void namesBeyondTheLimitsAreRefused() throws Exception {
        String longest = "x".repeat(ItemKey.MAX_LENGTH);
        pubsub().publish(longest, Optional.of(longest), note("fits"));
        assertThat(pubsub().item(longest, longest)).isPresent();
        for (String bad : List.of("", longest + "x", "\u00e9".repeat(512), "bell\u0007", "half \ud800")) {
            assertRefused(bad, "id");
            assertRefused(NODE, bad);
            assertRefused(CONTACTS, bad);
            assertThat(pubsub().item(NODE, bad)).isEmpty();
            assertThat(pubsub().item(CONTACTS, bad)).isEmpty();
            assertThat(pubsub().retract(CONTACTS, bad)).isFalse();
            assertThatThrownBy(() -> pubsub().configure(bad, Map.of("pubsub#title", "t")))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> pubsub().configure(NODE, Map.of("pubsub#title", "bell\u0007")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(pubsub().nodes()).contains(longest).hasSize(3);
    }

    private void assertRefused(String node, String id) {
        assertThatThrownBy(() -> pubsub().publish(node, Optional.of(id), note("text")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPayloadBeyondTheLimitIsRefusedAndTheLargestReachesTheOtherDevice() throws Exception {
        var phone = join("phone");
        int most = Limits.PLAINTEXT - 1024;
        publish(laptop(), "a", "x".repeat(most));
        for (int size : List.of(Limits.PLAINTEXT, 4 * Limits.PLAINTEXT, 5 * Limits.PLAINTEXT)) {
            assertThatThrownBy(() -> publish(laptop(), "a", "y".repeat(size)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(String.valueOf(Limits.PLAINTEXT));
        }
        publish(laptop(), "b", "small");
        world.sync(laptop(), phone);
        assertThat(text(phone, "a")).contains("x".repeat(most));
        assertThat(text(phone, "b")).contains("small");
    }
}
