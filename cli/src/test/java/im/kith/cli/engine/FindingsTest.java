package im.kith.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.Kith;
import im.kith.cli.doctor.Finding;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindingsTest {

    @TempDir
    Path directory;

    private List<Finding> at(Duration apart, String check) throws Exception {
        OpenHome home = new OpenHome(directory);
        home.call("add", "{'name':'Juliet','identities':[{'type':'jid','value':'juliet@example.org'}]}");
        try (Kith kith = Kith.open(home.access())) {
            List<Finding> all = kith.call(
                    device -> new AccountFindings(device, Instant.now().plus(apart)).of(device.inspect(seen -> {})));
            return all.stream().filter(each -> each.check().equals(check)).toList();
        }
    }

    @Test
    void aClockThatIsYearsBehindIsFoundByTheWritesThatAreLater() throws Exception {
        assertThat(at(Duration.ofDays(-1000), "clock")).singleElement().satisfies(finding -> {
            assertThat(finding.ok()).isFalse();
            assertThat(finding.detail()).contains("by this device", "days ahead of this clock");
            assertThat(finding.hint()).contains("timedatectl set-ntp true", "the later time wins");
        });
    }

    @Test
    void aClockThatIsRightIsNoFinding() throws Exception {
        assertThat(at(Duration.ZERO, "clock")).singleElement().matches(Finding::ok);
    }

    @Test
    void digestsThatDifferHaveAnAnswerOfTheirOwn() throws Exception {
        assertThat(at(Duration.ZERO, "digests")).singleElement().matches(Finding::ok);
    }

    @Test
    void aDeviceOfAnotherProtocolIsAFindingAndNobodyConnectedIsNone() {
        String old = "phone speaks protocol 2, this kith 1: update kith here";
        assertThat(NetworkFindings.protocol(List.of(old), 1)).singleElement().satisfies(finding -> {
            assertThat(finding.ok()).isFalse();
            assertThat(finding.detail()).isEqualTo(old);
            assertThat(finding.hint()).contains("do not sync");
        });
        assertThat(NetworkFindings.protocol(List.of(), 0))
                .singleElement()
                .matches(Finding::ok)
                .matches(finding -> finding.detail().contains("none has told its version"));
        assertThat(NetworkFindings.protocol(List.of(), 1))
                .singleElement()
                .matches(finding -> finding.detail().startsWith("1 device connected, in this kith's protocol"));
    }
}
