package im.kith.core.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class XmlTest {

    private static final String DAMAGE = "<>&;'=/! \u00e9a:";

    static IntStream seeds() {
        return IntStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsWrittenIsReadAsTheSameTree(int seed) throws MalformedException {
        XmlElement tree = RandomXml.element(new Random(seed), 5);

        XmlElement again = XmlReader.read(tree.toOctets());

        assertThat(again.toXml()).isEqualTo(tree.toXml());
        assertThat(again).isEqualTo(tree);
    }

    @Test
    void writesAsciiWithReferencesAndOneQuoteStyle() {
        XmlElement tree = XmlElement.builder("urn:x", "a")
                .attribute("k", "it's \"é\"\n\t\\")
                .text("😀<&>\r\n\u007f")
                .build();

        assertThat(tree.toXml())
                .isEqualTo("<a xmlns='urn:x' k='it&apos;s &quot;&#233;&quot;&#10;&#9;&#92;'>"
                        + "&#128512;&lt;&amp;&gt;&#13;&#10;&#127;</a>");
    }

    @Test
    void declaresTheDefaultNamespaceWhereItChanges() throws MalformedException {
        String xml = "<p:a xmlns:p='urn:x' xmlns:q='urn:y' q:k='1' xml:lang='de'><p:b/><q:c><q:d/></q:c><e/></p:a>";

        assertThat(XmlReader.read(xml).toXml())
                .isEqualTo("<a xmlns='urn:x' xml:lang='de' xmlns:n1='urn:y' n1:k='1'>"
                        + "<b/><c xmlns='urn:y'><d/></c><e xmlns=''/></a>");
    }

    @Test
    void readsEntitiesCdataCommentsAndTrailingSpaces() throws MalformedException {
        XmlElement read =
                XmlReader.read("<?xml version='1.0'?><a k='&#233;'>1&lt;<!-- c --><![CDATA[<2]]>&#x33;</a>   \n ");

        assertThat(read.text()).isEqualTo("1<<23");
        assertThat(read.children()).hasSize(1);
        assertThat(read.attribute("k")).contains("é");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "text",
                "<a>",
                "<a></b>",
                "<a/><b/>",
                "<a k='1' k='2'/>",
                "<a>&undeclared;</a>",
                "<a k='&undeclared;'/>",
                "<!DOCTYPE a><a/>",
                "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>",
                "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
                "<p:a/>",
                "<a>\u0001</a>",
                "<a>&#1;</a>",
                "<a k=1/>",
                "<a/>trailing"
            })
    void refusesWhatIsNotAPlainDocument(String xml) {
        assertThatThrownBy(() -> XmlReader.read(xml)).isInstanceOf(MalformedException.class);
    }

    @Test
    void refusesOctetsThatAreNotUtf8() {
        Bytes latin = Bytes.wrap(new byte[] {'<', 'a', '>', (byte) 0xe9, '<', '/', 'a', '>'});

        assertThatThrownBy(() -> XmlReader.read(latin)).isInstanceOf(MalformedException.class);
    }

    @Test
    void takesSixtyFourLevelsAndNotOneMore() throws MalformedException {
        assertThat(XmlReader.read("<a>".repeat(64) + "</a>".repeat(64))).isNotNull();
        assertThatThrownBy(() -> XmlReader.read("<a>".repeat(65) + "</a>".repeat(65)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("64 deep")
                .hasMessageContaining("at octet 19");
        assertThatThrownBy(() -> XmlReader.read("<a>".repeat(200_000))).isInstanceOf(MalformedException.class);
    }

    @Test
    void takesSixtyFourAttributesAndNotOneMore() throws MalformedException {
        assertThat(XmlReader.read(attributes(64)).attributes()).hasSize(64);
        assertThatThrownBy(() -> XmlReader.read(attributes(65)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("65 attributes");
    }

    private static String attributes(int count) {
        StringBuilder xml = new StringBuilder("<a");
        IntStream.range(0, count).forEach(i -> xml.append(" k").append(i).append("=''"));
        return xml.append("/>").toString();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void damagedDocumentsAreReadOrRefusedAndNothingElse(int seed) {
        Random random = new Random(seed);
        byte[] octets = RandomXml.element(random, 4).toOctets().toArray();
        for (int i = 0; i < 100; i++) {
            byte[] damaged = octets.clone();
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                damaged[random.nextInt(damaged.length)] = (byte) DAMAGE.charAt(random.nextInt(DAMAGE.length()));
            }
            try {
                XmlElement read = XmlReader.read(Bytes.wrap(damaged));
                assertThat(XmlReader.read(read.toOctets())).isEqualTo(read);
            } catch (MalformedException e) {
                assertThat(e.getMessage()).startsWith("XML: ");
            }
        }
    }

    @Test
    void charactersThatXmlCannotHoldAreNotWritten() {
        XmlElement tree = XmlElement.builder("", "a").text("\u0000").build();

        assertThatThrownBy(tree::toXml)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("U+0000");
        assertThat(XmlCharacters.legal("a\ud800b")).isFalse();
        assertThat(XmlCharacters.legal("a\uffff")).isFalse();
        assertThat(XmlCharacters.legal("a😀\n")).isTrue();
    }

    @Test
    void equalMeaningIsEqual() throws MalformedException {
        assertThat(XmlReader.read("<a y='2' x='1'>t</a>"))
                .isEqualTo(XmlReader.read("<a x=\"1\" y=\"2\"><![CDATA[t]]></a>"));
        assertThat(XmlReader.read("<a x='1'/>").toString()).isEqualTo("<a>");
    }
}
