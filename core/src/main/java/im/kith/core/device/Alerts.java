package im.kith.core.device;

import im.kith.core.octets.Bytes;
import im.kith.core.replica.StoreChange;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Warnings that the user should see though nobody was looking when they came up: kept in the settings, told for a week.
 */
final class Alerts {

    static final String SETTING = "warning/";
    private static final Duration TOLD = Duration.ofDays(7);

    private record Alert(Instant at, String text) {}

    private final Map<String, Alert> byWhat = new TreeMap<>();

    Alerts(Map<String, Bytes> settings) {
        settings.forEach((name, value) -> {
            if (name.startsWith(SETTING)) {
                parse(value.toUtf8()).ifPresent(alert -> byWhat.put(name.substring(SETTING.length()), alert));
            }
        });
    }

    private static Optional<Alert> parse(String value) {
        int space = value.indexOf(' ');
        try {
            return space < 0
                    ? Optional.empty()
                    : Optional.of(new Alert(Instant.parse(value.substring(0, space)), value.substring(space + 1)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Keeps {@code warning} about {@code what}, instead of an earlier one; what is to be stored of that. */
    StoreChange raise(String what, DeviceEvent.Warning warning, Instant now) {
        byWhat.put(what, new Alert(now, warning.text()));
        return Changes.settings(Map.of(SETTING + what, Optional.of(value(warning, now))));
    }

    /** The setting that keeps {@code warning}. */
    static Map.Entry<String, Bytes> setting(DeviceEvent.Warning warning, Instant now) {
        return Map.entry(SETTING + warning.what(), value(warning, now));
    }

    private static Bytes value(DeviceEvent.Warning warning, Instant now) {
        return Bytes.utf8(now + " " + warning.text());
    }

    /** Takes back the warning {@code what}, if there is one. */
    Optional<StoreChange> settle(String what) {
        return byWhat.remove(what) == null
                ? Optional.empty()
                : Optional.of(Changes.settings(Map.of(SETTING + what, Optional.empty())));
    }

    /** The warnings of the last week, each with its day. */
    List<String> present(Instant now) {
        return present("", now);
    }

    /** Those about what begins with {@code what}. */
    List<String> present(String what, Instant now) {
        return byWhat.entrySet().stream()
                .filter(each -> each.getKey().startsWith(what))
                .map(Map.Entry::getValue)
                .filter(alert -> alert.at().plus(TOLD).isAfter(now))
                .map(alert -> alert.at().toString().substring(0, 10) + ": " + alert.text())
                .toList();
    }
}
