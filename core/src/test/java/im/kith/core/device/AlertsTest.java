package im.kith.core.device;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.account.DeviceId;
import im.kith.core.octets.Bytes;
import im.kith.core.replica.Notice;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlertsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final DeviceWorld world = new DeviceWorld();
    private final Map<String, Bytes> settings = new HashMap<>();
    private DeviceWorld.Member laptop;
    private DeviceId phone;
    private DeviceId tablet;

    @BeforeEach
    void threeDevices() throws Exception {
        laptop = world.found("laptop");
        phone = world.join(laptop, "phone").device().me();
        tablet = world.join(laptop, "tablet").device().me();
    }

    private void heed(Alerts alerts, Notice notice) {
        DeviceEvent.Warning warning =
                Warnings.of(notice, laptop.device().ledger()).orElseThrow();
        String what = Warnings.kept(notice, warning);
        alerts.raise(what, warning, NOW);
        settings.put(Alerts.SETTING + what, Bytes.utf8(NOW + " " + warning.text()));
    }

    @Test
    void aDifferenceIsSettledByAgreeingWithThatDeviceOnly() {
        Alerts alerts = new Alerts(settings);
        heed(alerts, new Notice.DigestMismatch(phone, false));
        heed(alerts, new Notice.DigestMismatch(tablet, true));
        assertThat(alerts.settle(Warnings.difference(tablet))).isPresent();
        assertThat(alerts.present(Warnings.DIGEST_MISMATCH, NOW))
                .singleElement()
                .asString()
                .contains("phone", "kith sync --full");
        assertThat(alerts.settle(Warnings.difference(tablet))).isEmpty();
        assertThat(alerts.settle(Warnings.difference(phone))).isPresent();
        assertThat(alerts.present(NOW)).isEmpty();
    }

    @Test
    void whatIsKeptIsToldAfterAStartAndForAWeek() {
        heed(new Alerts(settings), new Notice.DigestMismatch(phone, false));
        heed(new Alerts(settings), new Notice.DigestMismatch(tablet, true));
        Alerts again = new Alerts(settings);
        assertThat(again.present(Warnings.DIGEST_MISMATCH, NOW.plus(Duration.ofDays(6))))
                .hasSize(2)
                .allMatch(text -> text.startsWith("2026-03-01: "));
        assertThat(again.present(NOW.plus(Duration.ofDays(8)))).isEmpty();
    }
}
