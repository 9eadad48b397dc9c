package dev.movex.core.follow;

import dev.movex.core.Side;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32;

/** The name of the reader of a side's change log: of its cursor and, on PostgreSQL, of its slot and its publication. */
public final class LogName {
    private static final int WORDS = 40;

    private LogName() {}

    /** Returns the name; a server may have databases that are moved under the same name. */
    public static String of(String migration, Side side, String database) {
        CRC32 sum = new CRC32();
        sum.update((migration + "/" + database).getBytes(StandardCharsets.UTF_8));
        String words = migration.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
        return "movex_" + words.substring(0, Math.min(words.length(), WORDS)) + "_"
                + side.name().toLowerCase(Locale.ROOT) + "_" + Long.toHexString(sum.getValue());
    }
}
