package im.kith;

import static im.kith.core.contacts.AddressBook.Sort.NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.kith.core.account.Device;
import im.kith.core.contacts.ContactEdit;
import im.kith.core.contacts.ContactView;
import im.kith.core.contacts.GroupView;
import im.kith.core.pubsub.PubsubItem;
import im.kith.core.xml.XmlReader;
import im.kith.storage.Passphrase;
import im.kith.storage.VaultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Homes as every release so far left them open and work; CONTRIBUTING.md says how a release adds its own. */
class HomeFixtureTest {

    private static final Path FIXTURES = Path.of("src", "test", "resources", "im", "kith");
    private static final long MOST_OCTETS = 150_000;

    @TempDir
    private Path directory = Path.of("");

    /** With {@code -Dkith.fixture=VERSION}: makes the homes of this release. */
    @BeforeAll
    static void makeThisReleasesIfAsked(@TempDir Path scratch) throws Exception {
        String version = System.getProperty("kith.fixture", "");
        if (!version.isEmpty()) {
            HomeFixture.make(scratch.resolve("open"), Passphrase.NONE).close();
            HomeFixture.make(scratch.resolve("shut"), HomeFixture.passphrase()).close();
            HomeFixture.zip(scratch.resolve("open/home"), FIXTURES.resolve("home-" + version + ".zip"));
            HomeFixture.zip(scratch.resolve("shut/home"), FIXTURES.resolve("home-" + version + "-passphrase.zip"));
        }
    }

    static List<Path> releases() throws IOException {
        try (Stream<Path> files = Files.list(FIXTURES)) {
            return files.filter(file -> file.getFileName().toString().startsWith("home-"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("releases")
    void aHomeOfThatReleaseHoldsExactlyWhatItHeldAndGoesOn(Path release) throws Exception {
        assertThat(Files.size(release)).isLessThan(MOST_OCTETS);
        HomeFixture.unzip(release, directory);
        Passphrase passphrase = Passphrase.NONE;
        if (release.toString().endsWith("-passphrase.zip")) {
            assertThatThrownBy(() -> Kith.open(HomeFixture.access(directory, Passphrase.NONE)))
                    .isInstanceOf(VaultException.class);
            passphrase = HomeFixture.passphrase();
        }
        try (Kith kith = Kith.open(HomeFixture.access(directory, passphrase))) {
            assertHolds(kith);
            String romeo = kith.call(device -> device.book().list(NAME).get(1).id());
            HomeFixture.write(kith, planner -> planner.edit(romeo, ContactEdit.name("Zromeo")));
        }
        try (Kith kith = Kith.open(HomeFixture.access(directory, passphrase))) {
            List<ContactView> after = kith.call(device -> device.book().list(NAME));
            assertThat(after)
                    .extracting(view -> view.contact().name().orElse(""))
                    .containsExactly("Angelica", "Zromeo");
        }
    }

    private static void assertHolds(Kith kith) throws Exception {
        List<ContactView> contacts = kith.call(device -> device.book().list(NAME));
        assertThat(contacts)
                .extracting(view -> view.contact().name().orElse(""))
                .containsExactly("Angelica", "Romeo");
        assertThat(contacts.get(0).contact().identities())
                .extracting(identity -> identity.type() + " " + identity.value())
                .containsExactlyInAnyOrder("jid nurse@capulet.example", "jid angelica@capulet.example");
        assertThat(contacts.get(1).contact().identities())
                .extracting(identity -> identity.value())
                .containsExactly("romeo@montague.example");
        List<GroupView> groups = kith.call(device -> device.book().groups());
        assertThat(groups).hasSize(1);
        assertThat(contacts)
                .allSatisfy(each -> assertThat(each.contact().groupIds())
                        .containsExactly(groups.get(0).id()));
        assertThat(groups.get(0).toString()).contains("Balcony").contains("under the window");
        String account = kith.call(device -> device.accountJid());
        assertThat(account).isEqualTo("juliet@capulet.example");
        List<String> devices = kith.call(
                device -> device.ledger().devices().stream().map(Device::name).toList());
        assertThat(devices).containsExactlyInAnyOrder("Laptop", "Phone");
        PubsubItem bookmark = kith.call(device ->
                device.pubsub().item(HomeFixture.BOOKMARKS, HomeFixture.ROOM).orElseThrow());
        assertThat(bookmark.payload()).isEqualTo(XmlReader.read(HomeFixture.BOOKMARK));
        int problems = kith.call(device -> device.book().problems().size());
        assertThat(problems).isZero();
    }
}
