package im.kith.core.contacts;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.clock.Hlc;
import im.kith.core.replica.Stamp;
import im.kith.core.xml.XmlElement;
import im.kith.core.xml.XmlNode;
import im.kith.core.xml.XmlText;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FieldsTest {

    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    /** The result of some random writes, each by one of few replicas at one of few instants: collisions are wanted. */
    private static Fields random(Random random) {
        Subject subject = Subject.CONTACT;
        Fields fields = Fields.none(subject);
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            Map<FieldKey, XmlNode> set = new LinkedHashMap<>();
            Map<FieldKey, XmlNode> clear = new LinkedHashMap<>();
            for (int n = random.nextInt(4); n >= 0; n--) {
                Map.Entry<FieldKey, XmlNode> one = field(random);
                (random.nextInt(3) > 0 ? set : clear).put(one.getKey(), one.getValue());
            }
            Stamp stamp = Desk.stamp(1000 + random.nextInt(5), random.nextInt(3));
            fields = fields.with(set, stamp);
            Map<FieldKey, XmlNode> nulls = new HashMap<>();
            clear.keySet().forEach(key -> nulls.put(key, null));
            fields = fields.with(nulls, Desk.stamp(1000 + random.nextInt(5), random.nextInt(3)));
        }
        return fields;
    }

    private static Map.Entry<FieldKey, XmlNode> field(Random random) {
        int n = random.nextInt(3);
        return switch (random.nextInt(5)) {
            case 0 -> Map.entry(FieldKey.NAME, new XmlText("n" + random.nextInt(4)));
            case 1 -> {
                Identity identity = new Identity("jid", (random.nextBoolean() ? "A" : "a") + n + "@example.org");
                yield Map.entry(FieldKey.identity(identity), Contact.element(identity));
            }
            case 2 -> Map.entry(FieldKey.group("g" + n), Contact.reference("g" + n));
            case 3 -> {
                XmlElement child = XmlElement.of("urn:x", "child" + n);
                yield Map.entry(FieldKey.child(child, 0), child);
            }
            default -> Map.entry(new FieldKey(FieldKey.Kind.ATTRIBUTE, "k" + n, "urn:y"), new XmlText("v"));
        };
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void mergingIsCommutativeAssociativeAndIdempotent(int seed) {
        Random random = new Random(seed);
        Fields a = random(random);
        Fields b = random(random);
        Fields c = random(random);

        assertThat(a.merge(b)).isEqualTo(b.merge(a));
        assertThat(a.merge(b).merge(c)).isEqualTo(a.merge(b.merge(c)));
        assertThat(a.merge(a)).isEqualTo(a);
        assertThat(a.merge(b).merge(b)).isEqualTo(a.merge(b));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theOrderOfAMergeIsThatOfWhatIsPresentAndOfNothingElse(int seed) {
        Random random = new Random(seed);
        List<Fields> all = List.of(random(random), random(random), random(random));
        Set<FieldKey> expected = new LinkedHashSet<>();
        all.forEach(each -> expected.addAll(presentKeys(each)));

        Fields merged = Fields.merged(all);

        expected.retainAll(presentKeys(merged));
        assertThat(presentKeys(merged)).containsExactlyElementsOf(expected);
    }

    private static List<FieldKey> presentKeys(Fields fields) {
        return fields.all().stream().filter(Field::present).map(Field::key).toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsWrittenIsReadWithAllStamps(int seed) {
        Fields fields = random(new Random(seed));
        Stamp version = Desk.stamp(1004, 2);

        XmlElement payload = FieldsWriter.write(fields, version);

        assertThat(Fields.read(Subject.CONTACT, Desk.xml(payload.toXml()), version))
                .isEqualTo(fields);
    }

    @Test
    void aNewContactNeedsNoStampsButTheInstantOfCreation() {
        Map<FieldKey, XmlNode> set = new LinkedHashMap<>();
        set.put(FieldKey.NAME, new XmlText("Juliet"));
        Stamp stamp = Desk.stamp(1_700_000_000_000L, 1);

        String xml = FieldsWriter.write(Fields.none(Subject.CONTACT).with(set, stamp), stamp)
                .toXml();

        assertThat(xml)
                .isEqualTo("<contact xmlns='urn:xmpp:contacts:0' name='Juliet'>"
                        + "<edits xmlns='urn:kith:edits:0' added='2023-11-14T22:13:20.000Z'/></contact>");
    }

    @Test
    void untouchedFieldsKeepTheirStampsAndRemovedOnesAreRemembered() {
        Fields old = Fields.read(
                Subject.CONTACT,
                Desk.xml("<contact xmlns='urn:xmpp:contacts:0' name='J'><group id='g'/></contact>"),
                Desk.stamp(5, 1));
        Map<FieldKey, XmlNode> clear = new HashMap<>();
        clear.put(FieldKey.group("g"), null);

        String xml = FieldsWriter.write(old.with(clear, Desk.stamp(9, 2)), Desk.stamp(9, 2))
                .toXml();

        assertThat(xml)
                .isEqualTo("<contact xmlns='urn:xmpp:contacts:0' name='J'>"
                        + "<edits xmlns='urn:kith:edits:0' added='1970-01-01T00:00:00.005Z'>"
                        + "<write at='50000' by='AQAAAAAAAAAAAAAAAAAAAAEAAAA'><attribute name='name'/></write>"
                        + "<write><gone><group id='g'/></gone></write></edits></contact>");
    }

    @Test
    void aStampLaterThanItsVersionCountsAsTheVersionsClock() {
        String xml = "<contact xmlns='urn:xmpp:contacts:0' name='J'><edits xmlns='urn:kith:edits:0'>"
                + "<write at='7fffffffffffffff' by='AQAAAAAAAAAAAAAAAAAAAAEAAAA'><attribute name='name'/></write>"
                + "</edits></contact>";

        Fields fields = Fields.read(Subject.CONTACT, Desk.xml(xml), Desk.stamp(9, 2));

        assertThat(fields.latest()).contains(Desk.stamp(9, 1));
    }

    @Test
    void anAbsentFieldWithoutEntryNeverHidesAPresentOne() {
        Fields with = Fields.read(
                Subject.CONTACT, Desk.xml("<contact xmlns='urn:xmpp:contacts:0' name='J'/>"), Desk.stamp(1, 1));
        Fields without =
                Fields.read(Subject.CONTACT, Desk.xml("<contact xmlns='urn:xmpp:contacts:0'/>"), Desk.stamp(9, 1));

        assertThat(without.merge(with).present(FieldKey.NAME)).isPresent();
    }

    @Test
    void editsThatCannotBeReadCountAsAbsent() {
        String xml = "<contact xmlns='urn:xmpp:contacts:0' name='J'><edits xmlns='urn:kith:edits:0' added='yesterday'>"
                + "<write at='x' by='AQAA'><attribute name='name'/></write><write by='*'><unknown/></write>"
                + "<write><future/><attribute/></write></edits></contact>";

        Fields fields = Fields.read(Subject.CONTACT, Desk.xml(xml), Desk.stamp(9, 2));

        assertThat(fields.all()).containsExactly(new Field(FieldKey.NAME, Desk.stamp(9, 2), new XmlText("J")));
        assertThat(fields.added()).isEqualTo(9);
    }

    @Test
    void ofMoreThan256RemovalsTheOldestAreForgotten() {
        Fields fields = Fields.none(Subject.CONTACT);
        for (int i = 0; i < 300; i++) {
            Map<FieldKey, XmlNode> change = new HashMap<>();
            change.put(FieldKey.group("g" + i), Contact.reference("g" + i));
            fields = fields.with(change, Desk.stamp(i, 1));
            change.put(FieldKey.group("g" + i), null);
            fields = fields.with(change, Desk.stamp(1000 + i, 1));
        }

        Fields again =
                Fields.read(Subject.CONTACT, FieldsWriter.write(fields, Desk.stamp(5000, 1)), Desk.stamp(5000, 1));

        assertThat(again.all()).hasSize(256);
        assertThat(again.all().stream().map(f -> f.stamp().hlc()).min(Hlc::compareTo))
                .contains(Hlc.of(1044, 0));
    }

    @Test
    void unknownPartsSurvive() {
        String xml = "<contact xmlns='urn:xmpp:contacts:0' name='J' xml:lang='it' xmlns:n1='urn:z' n1:a='1'>"
                + "<identity note='work' type='jid'>J@Example.org</identity><identity type='tel'>+1<b/></identity>"
                + "<identity>typeless</identity><group id='g' pinned='yes'/><group/>"
                + "<x xmlns='urn:x'><y z='&#233;'/></x><x xmlns='urn:x'><y z='&#233;'/></x>text</contact>";
        XmlElement read = Desk.xml(xml);

        XmlElement written = FieldsWriter.write(
                Fields.read(Subject.CONTACT, read, Desk.stamp(1, 1)).with(Map.of(), Desk.stamp(2, 1)),
                Desk.stamp(2, 1));

        assertThat(written.attributes()).isEqualTo(read.attributes());
        assertThat(written.elements().stream().filter(e -> !e.local().equals("edits")))
                .containsExactlyInAnyOrderElementsOf(read.elements());
        assertThat(written.text()).isEqualTo("text");
    }
}
