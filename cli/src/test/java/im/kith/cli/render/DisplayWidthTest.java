package im.kith.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisplayWidthTest {

    @ParameterizedTest
    @CsvSource({
        "Juliet, 6",
        "Jülïet, 6",
        "'Ju\u0308liet', 6",
        "朱丽叶, 6",
        "ジュリエット, 12",
        "줄리엣, 6",
        "ｆｕｌｌ, 8",
        "😀, 2",
        "👨‍👩‍👧‍👦, 2",
        "👍🏽, 2",
        "🇩🇪, 2",
        "❤️, 2",
        "a\u0301\u0302\u0303, 1",
        "'', 0",
    })
    void countsWhatATerminalDraws(String text, int width) {
        assertThat(DisplayWidth.of(text)).isEqualTo(width);
    }

    @Test
    void cutsBetweenSignsAndNeverInsideOne() {
        assertThat(DisplayWidth.cut("朱丽叶", 5)).isEqualTo("朱丽…");
        assertThat(DisplayWidth.cut("朱丽叶", 4)).isEqualTo("朱…");
        assertThat(DisplayWidth.cut("e\u0301e\u0301e\u0301", 2)).isEqualTo("e\u0301…");
        assertThat(DisplayWidth.cut("👨‍👩‍👧‍👦x", 2)).isEqualTo("…");
    }

    @Test
    void leavesAloneWhatFits() {
        assertThat(DisplayWidth.cut("朱丽叶", 6)).isEqualTo("朱丽叶");
        assertThat(DisplayWidth.cut("", 0)).isEmpty();
    }
}
