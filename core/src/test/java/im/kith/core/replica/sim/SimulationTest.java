package im.kith.core.replica.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Runs many seeds of the simulation.
 *
 * <p>{@code -Dkith.sim.seeds=N} runs that many, {@code -Dkith.sim.first=N} from there on, {@code -Dkith.sim.seed=N} that one
 * with a trace.
 */
class SimulationTest {

    private static final int MOST_SHOWN = 10;

    @Test
    void everyScheduleConvergesAndLosesNothing() {
        Long one = Long.getLong("kith.sim.seed");
        if (one != null) {
            Simulation.Report report = Simulation.run(one, System.out::println);
            System.out.println(report);
            assertThat(report.violations()).as("seed " + one).isEmpty();
            return;
        }
        long first = Long.getLong("kith.sim.first", 1);
        long seeds = Long.getLong("kith.sim.seeds", 500);
        List<String> failed = new ArrayList<>();
        Map<String, Long> kinds = new TreeMap<>();
        Map<String, Long> counts = new TreeMap<>();
        long operations = 0;
        for (long seed = first; seed < first + seeds; seed++) {
            Simulation.Report report = Simulation.run(seed, line -> {});
            operations += report.operations();
            report.counts().forEach((what, count) -> counts.merge(what, count, Long::sum));
            if (!report.violations().isEmpty()) {
                report.violations().forEach(v -> kinds.merge(v, 1L, Long::sum));
                failed.add("seed " + seed + " (" + report.profile() + "): " + report.violations()
                        + "\n    mvn -pl core -am test -Dtest=SimulationTest -Dsurefire.failIfNoSpecifiedTests=false"
                        + " -Dkith.sim.seed=" + seed);
            }
        }
        System.out.println("simulation: " + seeds + " seeds, " + operations + " operations, " + counts);
        assertThat(failed.stream().limit(MOST_SHOWN))
                .as(failed.size() + " of " + seeds + " seeds failed: " + kinds)
                .isEmpty();
    }
}
