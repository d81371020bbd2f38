package im.kith;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.octets.Bytes;
import im.kith.core.replica.StoreException;
import im.kith.storage.HomeStore;
import im.kith.storage.Passphrase;
import im.kith.transport.engine.NetworkOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No file of a home, and none beside it, holds a key, a secret, a contact or the passphrase in the clear. */
class HomeSecrecyTest {

    private static final int WINDOW = 24;
    private static final String OTHER = "a rose by any other name";
    private static final List<String> TEXTS = List.of(
            "Romeo",
            "romeo@montague",
            "Mercutio",
            "Angelica",
            "nurse@capulet",
            "juliet@capulet",
            "under the window",
            "balcony@rooms",
            "Laptop",
            "wherefore art",
            "by any other");

    /** A shared secret's text in its notice (XEP-0473); the id beside it is no secret. */
    private static final Pattern SECRET = Pattern.compile(">([A-Za-z0-9_-]{43})<");

    @TempDir
    private Path directory = Path.of("");

    @Test
    void nothingIsReadableWithAPassphraseAfterItsChangeAndWithoutOne() throws Exception {
        HomeFixture.make(directory, HomeFixture.passphrase()).close();
        List<Bytes> first = kept(HomeFixture.passphrase());
        assertThat(first).hasSizeGreaterThan(3);
        assertNothingReadable(first);
        try (Kith kith = Kith.open(HomeFixture.access(directory, HomeFixture.passphrase()))) {
            kith.connect(new NetworkOptions(0, Set.of("127.0.0.1"), false, List.of()));
            assertNothingReadable(first);
            kith.changePassphrase(HomeFixture.passphrase(), other());
            assertNothingReadable(first);
        }
        assertNothingReadable(kept(other()));
        try (Kith kith = Kith.open(HomeFixture.access(directory, other()))) {
            kith.changePassphrase(other(), Passphrase.NONE);
            assertNothingReadable(first);
        }
        assertNothingReadable(kept(Passphrase.NONE));
    }

    private static Passphrase other() {
        return () -> Optional.of(OTHER.toCharArray());
    }

    /** All that is sealed: the shared secrets, the account's own keys among them, and the device's private keys. */
    private List<Bytes> kept(Passphrase passphrase) throws Exception {
        try (HomeStore home = HomeStore.open(HomeFixture.access(directory, passphrase))) {
            return kept(home);
        }
    }

    private static List<Bytes> kept(HomeStore home) throws StoreException {
        List<Bytes> all = new ArrayList<>(List.of(home.deviceSecrets()));
        home.store().settings().forEach((name, value) -> {
            Matcher secret = SECRET.matcher(value.toUtf8());
            if (name.startsWith("secret/") && secret.find()) {
                all.add(Bytes.utf8(secret.group(1)));
                all.add(Bytes.wrap(Base64.getUrlDecoder().decode(secret.group(1))));
            }
        });
        return all;
    }

    private void assertNothingReadable(List<Bytes> kept) throws IOException {
        List<String> needles = new ArrayList<>();
        for (String text : TEXTS) {
            needles.add(text);
            needles.add(latin(text.getBytes(StandardCharsets.UTF_16BE)));
            needles.add(HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)));
        }
        for (Bytes value : kept) {
            byte[] octets = value.toArray();
            for (int at = 0; at + WINDOW <= octets.length; at += WINDOW) {
                byte[] some = Arrays.copyOfRange(octets, at, at + WINDOW);
                needles.add(latin(some));
                needles.add(HexFormat.of().formatHex(some));
                needles.add(Base64.getEncoder().encodeToString(some));
                needles.add(Base64.getUrlEncoder().encodeToString(some));
            }
        }
        try (Stream<Path> files = Files.walk(directory).filter(Files::isRegularFile)) {
            for (Path file : files.toList()) {
                String content = latin(Files.readAllBytes(file));
                for (String needle : needles) {
                    assertThat(content.contains(needle) || content.contains(needle.toUpperCase(Locale.ROOT)))
                            .as("something of " + needles.size() + " in " + file)
                            .isFalse();
                }
            }
        }
    }

    private static String latin(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }
}
