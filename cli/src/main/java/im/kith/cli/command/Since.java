package im.kith.cli.command;

import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Points in time as people write them: a date, an instant, or how long ago. */
final class Since {

    private static final Pattern AGO = Pattern.compile("(\\d{1,6})\\s*(min|[hdw])");

    private Since() {}

    /** The instant of {@code 2026-11-01} (its first moment here), {@code 2026-11-01T10:00:00Z}, {@code 36h} or {@code 7d}. */
    static Instant instant(String text, Instant now, ZoneId zone) throws Failure {
        String trimmed = text.strip();
        Matcher ago = AGO.matcher(trimmed.toLowerCase(Locale.ROOT));
        if (ago.matches()) {
            long count = Long.parseLong(ago.group(1));
            return now.minus(
                    switch (ago.group(2)) {
                        case "min" -> Duration.ofMinutes(count);
                        case "h" -> Duration.ofHours(count);
                        case "w" -> Duration.ofDays(7 * count);
                        default -> Duration.ofDays(count);
                    });
        }
        try {
            return trimmed.contains("T")
                    ? OffsetDateTime.parse(trimmed).toInstant()
                    : LocalDate.parse(trimmed).atStartOfDay(zone).toInstant();
        } catch (DateTimeException e) {
            throw Failure.of(
                    Kind.BAD_INPUT,
                    "'" + trimmed + "' is no point in time",
                    "A date (2026-11-01), an instant (2026-11-01T10:00:00Z), or how long ago: 30min, 36h, 7d, 2w.");
        }
    }
}
