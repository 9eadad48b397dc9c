package dev.movex.core.validate;

import dev.movex.core.plan.ColumnKind;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes a point in time the way an update-time column keeps it. */
final class UpdateTimeText {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

    private UpdateTimeText() {}

    static String of(Instant time, ColumnKind kind, ZoneId zone) {
        return switch (kind) {
            case INTEGER -> Long.toString(time.toEpochMilli());
            // canonical sessions are in UTC
            case INSTANT -> FORMAT.format(time.atOffset(ZoneOffset.UTC));
            default -> FORMAT.format(time.atZone(zone));
        };
    }
}
