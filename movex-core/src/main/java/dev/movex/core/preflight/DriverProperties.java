package dev.movex.core.preflight;

import dev.movex.core.plan.ColumnKind;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The properties of the drivers that change what arrives of a value. */
final class DriverProperties {
    private static final List<String> TIMES = List.of(
            "sendFractionalSeconds",
            "sendFractionalSecondsForTime",
            "connectionTimeZone",
            "serverTimezone",
            "forceConnectionTimeZoneToSession",
            "preserveInstants",
            "timezone",
            "cacheDefaultTimeZone",
            "treatMysqlDatetimeAsTimestamp",
            "noDatetimeStringSync",
            "yearIsDateType",
            "zeroDateTimeBehavior",
            "sessionVariables",
            "options");
    private static final List<String> TEXTS = List.of(
            "characterEncoding",
            "characterSetResults",
            "connectionCollation",
            "customCharsetMapping",
            "sessionVariables",
            "allowEncodingChanges",
            "stringtype",
            "options");
    private static final List<String> OTHERS = List.of(
            "tinyInt1isBit",
            "transformedBitIsBoolean",
            "useServerPrepStmts",
            "sessionVariables",
            "binaryTransfer",
            "options");

    private DriverProperties() {}

    /** Returns those that may spoil values of a kind. */
    static List<String> known(ColumnKind kind) {
        return switch (kind) {
            case TIMESTAMP, INSTANT, TIME, DATE -> TIMES;
            case TEXT -> TEXTS;
            default -> OTHERS;
        };
    }

    /** Returns those of them that a URL sets. */
    static List<String> setIn(@Nullable String url, ColumnKind kind) {
        String lower = url == null ? "" : url.toLowerCase(Locale.ROOT);
        return known(kind).stream()
                .filter(name -> lower.matches("(?s).*[?&;]" + name.toLowerCase(Locale.ROOT) + "=.*"))
                .toList();
    }
}
