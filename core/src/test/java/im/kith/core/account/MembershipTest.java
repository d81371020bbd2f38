package im.kith.core.account;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.account.Trust.Standing;
import im.kith.core.octets.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class MembershipTest {

    private static final Pattern STATEMENT = Pattern.compile("(\\w)([+-])(\\w)((?:[ar]\\d+)*)");
    private static final Pattern MENTION = Pattern.compile("([ar])(\\d+)");

    private static final DeviceId FOUNDER = device("A");

    @Test
    void agreesWithTheModelOnAThousandRandomLedgers() throws IOException {
        List<String> lines = modelled();
        assertThat(lines).hasSize(1000);
        for (String line : lines) {
            String[] parts = line.split("\\|", -1);
            Membership membership = Membership.judge(FOUNDER, statements(parts[1]), device(parts[0]));
            assertThat(membership.standings()).as(line).isEqualTo(standings(parts[2]));
            assertThat(membership.counting()).as(line).isEqualTo(ids(parts[3]));
            assertThat(membership.possible()).as(line).isEqualTo(ids(parts[4]));
        }
    }

    @Test
    void orderOfStatementsDoesNotMatter() throws IOException {
        Random random = new Random(1);
        for (String line : modelled().subList(0, 200)) {
            String[] parts = line.split("\\|", -1);
            List<Judged> shuffled = statements(parts[1]);
            Collections.shuffle(shuffled, random);
            assertThat(Membership.judge(FOUNDER, shuffled, device(parts[0])).standings())
                    .as(line)
                    .isEqualTo(standings(parts[2]));
        }
    }

    @Test
    void twoWhoRevokeEachOtherAreSuspendedForAThird() {
        Membership membership = judge("C", "A+B A+C A-B B-Aa1a2");
        assertThat(membership.standing(device("A"))).contains(Standing.SUSPENDED);
        assertThat(membership.standing(device("B"))).contains(Standing.SUSPENDED);
    }

    @Test
    void aThirdDecidesADispute() {
        Membership membership = judge("C", "A+B A+C A-B B-A C-B");
        assertThat(membership.standing(device("A"))).contains(Standing.IN);
        assertThat(membership.standing(device("B"))).contains(Standing.OUT);
    }

    @Test
    void myOwnRevocationCountsForMe() {
        assertThat(judge("A", "A+B A-B B-A").standing(device("A"))).contains(Standing.IN);
        assertThat(judge("A", "A+B A-B B-A").standing(device("B"))).contains(Standing.OUT);
    }

    @Test
    void whoWasAdmittedByARevokedDeviceFallsUnlessAccepted() {
        assertThat(judge("A", "A+B B+C A-B").standing(device("C"))).contains(Standing.OUT);
        assertThat(judge("A", "A+B B+C A-Ba2").standing(device("C"))).contains(Standing.IN);
        assertThat(judge("A", "A+B B+C A-B A+C").standing(device("C"))).contains(Standing.IN);
    }

    @Test
    void whatIsNoAdmissionOrRevocationCountsByTheSameRule() {
        Membership membership = judge("A", "A+B B+C A-Ba2r9");
        assertThat(membership.counts(id(7), device("A"))).isTrue();
        assertThat(membership.counts(id(7), device("B"))).isFalse();
        assertThat(membership.counts(id(9), device("B"))).isFalse();
        assertThat(membership.counts(id(7), device("C"))).isTrue();
        assertThat(membership.counts(id(7), device("X"))).isFalse();
        assertThat(judge("A", "A+B A-Ba7").counts(id(7), device("B"))).isTrue();
    }

    @Test
    void whoWasNeverAdmittedHasNoStanding() {
        assertThat(judge("A", "A+B").standing(device("C"))).isEmpty();
    }

    private static Membership judge(String me, String statements) {
        return Membership.judge(FOUNDER, statements(statements), device(me));
    }

    private static List<String> modelled() throws IOException {
        try (InputStream in = Objects.requireNonNull(MembershipTest.class.getResourceAsStream("membership.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    private static List<Judged> statements(String text) {
        List<Judged> statements = new ArrayList<>();
        for (String word : text.split(" ", -1)) {
            Matcher matcher = STATEMENT.matcher(word);
            Bytes id = id(statements.size() + 1);
            if (!matcher.find()) {
                throw new IllegalArgumentException(word);
            }
            DeviceId author = device(matcher.group(1));
            DeviceId about = device(matcher.group(3));
            statements.add(
                    matcher.group(2).equals("+")
                            ? Judged.admission(id, author, about)
                            : Judged.revocation(id, author, about, mentioned("a", matcher), mentioned("r", matcher)));
        }
        return statements;
    }

    private static Set<Bytes> mentioned(String letter, Matcher statement) {
        Set<Bytes> ids = new HashSet<>();
        Matcher mention = MENTION.matcher(statement.group(4));
        while (mention.find()) {
            if (mention.group(1).equals(letter)) {
                ids.add(id(Integer.parseInt(mention.group(2))));
            }
        }
        return ids;
    }

    private static Map<DeviceId, Standing> standings(String text) {
        Map<DeviceId, Standing> standings = new TreeMap<>();
        for (String word : text.split(" ", -1)) {
            standings.put(
                    device(word.substring(0, 1)),
                    switch (word.charAt(1)) {
                        case 'i' -> Standing.IN;
                        case 's' -> Standing.SUSPENDED;
                        default -> Standing.OUT;
                    });
        }
        return standings;
    }

    private static Set<Bytes> ids(String text) {
        Set<Bytes> ids = new HashSet<>();
        Arrays.stream(text.split(" ", -1)).filter(n -> !n.isEmpty()).forEach(n -> ids.add(id(Integer.parseInt(n))));
        return ids;
    }

    private static Bytes id(int number) {
        return Bytes.sha256(Bytes.utf8("statement " + number));
    }

    private static DeviceId device(String name) {
        return new DeviceId(Bytes.sha256(Bytes.utf8("device " + name)));
    }
}
