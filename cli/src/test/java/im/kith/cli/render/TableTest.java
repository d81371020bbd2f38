package im.kith.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void columnsAreAsWideAsTheirWidestCellWhereThereIsNoLimit() {
        Table table = new Table("NAME", "ADDRESS");
        table.row("Juliet", "juliet@example.org");
        table.row("朱丽叶", "j@example.org");
        assertThat(table.lines(0, Colour.OFF))
                .containsExactly("NAME    ADDRESS", "Juliet  juliet@example.org", "朱丽叶  j@example.org");
    }

    @Test
    void theWidestColumnGivesWayUntilTheTableFits() {
        Table table = new Table("NAME", "ADDRESS", "GROUPS");
        table.row("Juliet Capulet", "juliet.of.the.house.of.capulet@verona.example", "Friends");
        List<String> lines = table.lines(50, Colour.OFF);
        assertThat(lines.get(1)).isEqualTo("Juliet Capulet  juliet.of.the.house.of.c…  Friends");
        assertThat(lines).allSatisfy(line -> assertThat(DisplayWidth.of(line)).isLessThanOrEqualTo(50));
    }

    @Test
    void aTerminalTooNarrowForTheColumnsShowsTheirBeginnings() {
        Table table = new Table("NAME", "ADDRESS", "GROUPS");
        table.row("Juliet Capulet", "juliet@example.org", "Friends");
        assertThat(table.lines(5, Colour.OFF)).containsExactly("NAME  ADD…  GRO…", "Jul…  jul…  Fri…");
    }

    @Test
    void escapeSequencesInACellAreShownAndDoNotAct() {
        Table table = new Table("NAME");
        table.row("a\u001B[2Jb\nc\u202Ed");
        assertThat(table.lines(0, Colour.OFF).get(1)).isEqualTo("a\uFFFD[2Jb c\uFFFDd");
    }

    @Test
    void aTableThatGoesOnKeepsItsWidthsAndItsHead() {
        Table table = new Table("NAME", "ADDRESS");
        table.row("Juliet", "juliet@example.org");
        assertThat(table.drain(0, Colour.OFF)).containsExactly("NAME    ADDRESS", "Juliet  juliet@example.org");
        table.row("Mercutio", "m@example.org");
        table.row("Nurse", "n@example.org");
        assertThat(table.drain(0, Colour.OFF)).containsExactly("Mercutio  m@example.org", "Nurse   n@example.org");
        assertThat(table.size()).isZero();
    }

    @Test
    void onATerminalWhatComesLaterAndIsWiderIsCut() {
        Table table = new Table("NAME", "ADDRESS");
        table.row("Juliet", "juliet@example.org");
        table.drain(30, Colour.OFF);
        table.row("Mercutio", "m@example.org");
        assertThat(table.drain(30, Colour.OFF)).containsExactly("Mercu…  m@example.org");
    }

    @Test
    void onlyTheHeadIsEmphasisedAndOnlyWithColour() {
        Table table = new Table("NAME");
        table.row("x");
        assertThat(table.lines(0, Colour.ON)).containsExactly("\u001B[1mNAME\u001B[0m", "x");
    }
}
