package dev.movex.core.plan;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the column that tells when a row was last changed. */
final class UpdateTimes {
    /** Usual names, without underscores, the most telling first. */
    private static final List<String> NAMES = List.of(
            "utime",
            "updatedat",
            "updatetime",
            "updatedtime",
            "updatedon",
            "updated",
            "modifiedat",
            "modifiedtime",
            "modifiedon",
            "modified",
            "lastmodified",
            "lastmodifiedat",
            "lastmodifieddate",
            "lastupdated",
            "lastupdate",
            "changedat",
            "changetime",
            "gmtmodified",
            "mtime");

    private UpdateTimes() {}

    static @Nullable String choose(Table table, List<String> columns, Map<String, String> declared) {
        String named = declared.get(table.name().toString());
        if (named != null) {
            return columns.contains(named) ? named : null;
        }
        for (String name : NAMES) {
            for (String column : columns) {
                if (plain(column).equals(name) && tellsTime(table.column(column))) {
                    return column;
                }
            }
        }
        return null;
    }

    private static String plain(String column) {
        return column.toLowerCase(Locale.ROOT).replace("_", "");
    }

    private static boolean tellsTime(Column column) {
        return switch (column.kind()) {
            case TIMESTAMP, INSTANT -> true;
            case INTEGER ->
                column.typeName().equals("int8") || column.typeName().equals("bigint");
            default -> false;
        };
    }
}
