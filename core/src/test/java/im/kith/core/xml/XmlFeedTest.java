package im.kith.core.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.kith.core.xml.StreamFault.Kind;
import im.kith.core.xml.StreamPiece.Closed;
import im.kith.core.xml.StreamPiece.Opened;
import im.kith.core.xml.StreamPiece.TooLarge;
import im.kith.core.xml.StreamPiece.Whole;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class XmlFeedTest {

    private static final String OPENING =
            "<?xml version='1.0'?><s:stream xmlns='jabber:client' xmlns:s='urn:s' to='a.example'>";

    private final XmlFeed feed = new XmlFeed(1_000, 4_000);

    private void feed(String text) {
        feed.feed(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<StreamPiece> pieces() throws StreamFault {
        return pieces(feed);
    }

    private static List<StreamPiece> pieces(XmlFeed feed) throws StreamFault {
        List<StreamPiece> all = new ArrayList<>();
        for (Optional<StreamPiece> piece = feed.next(); piece.isPresent(); piece = feed.next()) {
            all.add(piece.get());
        }
        return all;
    }

    private static XmlElement message(String body) {
        return XmlElement.builder("jabber:client", "message")
                .attribute("id", "1")
                .child(XmlElement.builder("jabber:client", "body").text(body).build())
                .build();
    }

    private static Kind kind(Throwable fault) {
        return ((StreamFault) fault).kind();
    }

    @Test
    void piecesComeAsSoonAsTheyAreComplete() throws Exception {
        feed(OPENING);
        List<StreamPiece> opened = pieces();
        assertThat(opened).hasSize(1);
        assertThat(((Opened) opened.get(0)).root().is("urn:s", "stream")).isTrue();
        assertThat(((Opened) opened.get(0)).content()).isEqualTo("jabber:client");
        feed(" \n<message id='1'><body>a&lt;b");
        assertThat(pieces()).isEmpty();
        feed("c&#233;</body></message><message id='1'><body>x</body></message></s:stream>");
        assertThat(pieces()).containsExactly(new Whole(message("a<bcé")), new Whole(message("x")), new Closed());
    }

    @Test
    void itDoesNotMatterHowOctetsAreCut() throws Exception {
        byte[] all = (OPENING + "<message id='1'><body>" + "Müller &amp; €𝄞 ".repeat(20) + "</body></message>")
                .getBytes(StandardCharsets.UTF_8);
        Random random = new Random(1);
        for (int run = 0; run < 300; run++) {
            XmlFeed each = new XmlFeed(10_000, 10_000);
            List<StreamPiece> pieces = new ArrayList<>();
            for (int at = 0; at < all.length; ) {
                int end = Math.min(all.length, at + 1 + random.nextInt(run % 30 + 1));
                each.feed(Arrays.copyOfRange(all, at, end));
                at = end;
                each.next().ifPresent(pieces::add);
            }
            each.next().ifPresent(pieces::add);
            assertThat(pieces).hasSize(2).last().isEqualTo(new Whole(message("Müller & €𝄞 ".repeat(20))));
        }
    }

    @Test
    void whatFollowsAPieceCanBeTheBeginningOfANewStream() throws Exception {
        feed(OPENING + "<auth/>\n " + OPENING + "<iq/>");
        assertThat(feed.next()).isPresent();
        assertThat(feed.next()).map(StreamPiece::getClass).isEqualTo(Optional.of(Whole.class));
        assertThat(feed.hasMore()).isTrue();
        feed.restart();
        List<StreamPiece> rest = pieces();
        assertThat(rest).hasSize(2);
        assertThat(rest.get(0)).isInstanceOf(Opened.class);
        assertThat(feed.hasMore()).isFalse();
    }

    @Test
    void whiteSpaceBetweenTwoStreamsIsNothing() throws Exception {
        feed(" \n" + OPENING + "<starttls/>\r\n");
        assertThat(pieces()).hasSize(2);
        feed.restart();
        assertThat(feed.hasMore()).isFalse();
        feed(" ");
        assertThat(pieces()).isEmpty();
        feed(" " + OPENING);
        assertThat(pieces()).hasSize(1);
    }

    @Test
    void aStanzaAboveTheSoftLimitIsSkippedAndTold() throws Exception {
        feed(OPENING + "<message id='7'><body>" + "x".repeat(1_500) + "<a/></body><b/></message>");
        feed("<message id='1'><body>x</body></message>");
        List<StreamPiece> pieces = pieces();
        assertThat(pieces).hasSize(3);
        assertThat(((TooLarge) pieces.get(1)).head().attribute("id")).contains("7");
        assertThat(pieces.get(2)).isEqualTo(new Whole(message("x")));
    }

    @Test
    void aStanzaAboveTheHardLimitEndsTheStreamWhereverItGrows() {
        for (String endless :
                List.of("<a>" + "x".repeat(5_000), "<a b='" + "x".repeat(5_000), "<" + "x".repeat(5_000))) {
            XmlFeed each = new XmlFeed(1_000, 4_000);
            each.feed((OPENING + endless).getBytes(StandardCharsets.UTF_8));
            assertThatThrownBy(() -> pieces(each))
                    .satisfies(fault -> assertThat(kind(fault)).isEqualTo(Kind.TOO_MUCH));
        }
    }

    @Test
    void whatXmppForbidsIsRefused() {
        refused(Kind.RESTRICTED_XML, "<!-- x -->");
        refused(Kind.RESTRICTED_XML, "<?x y?>");
        refused(Kind.BAD_FORMAT, "text<a/>");
        refused(Kind.NOT_WELL_FORMED, "<a></b> <c/>");
        refused(Kind.NOT_WELL_FORMED, "<p:a/>");
        refused(Kind.RESTRICTED_XML, "<a>&undeclared;</a>");
        refused(Kind.TOO_MUCH, "<a>".repeat(64));
        refused(Kind.TOO_MUCH, "<a" + attributes(65) + "/>");
    }

    private static String attributes(int count) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < count; i++) {
            all.append(" a").append(i).append("=''");
        }
        return all.toString();
    }

    private static void refused(Kind kind, String inside) {
        XmlFeed each = new XmlFeed(1_000, 4_000);
        each.feed((OPENING + inside).getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> pieces(each))
                .as(inside)
                .isInstanceOf(StreamFault.class)
                .satisfies(fault -> assertThat(kind(fault)).isEqualTo(kind));
    }

    @Test
    void aLongStreamGoesOnAcrossTheParsersExchange() throws Exception {
        feed(OPENING);
        assertThat(pieces()).hasSize(1);
        int read = 0;
        for (int i = 0; i < 3_000; i++) {
            // names that are new each time, and cut anywhere
            byte[] octets = ("<message id='1'><x" + i + " xmlns='urn:x'>" + "y".repeat(400) + "</x" + i + "></message>")
                    .getBytes(StandardCharsets.UTF_8);
            feed.feed(Arrays.copyOf(octets, 100 + i % 300));
            read += pieces().size();
            feed.feed(Arrays.copyOfRange(octets, 100 + i % 300, octets.length));
            read += pieces().size();
        }
        feed("</s:stream>");
        assertThat(read).isEqualTo(3_000);
        assertThat(pieces()).containsExactly(new Closed());
    }
}
