package dev.movex.core.dialect;

import java.util.Set;

/**
 * What a server and its sessions have that may differ between the two sides.
 *
 * @param zone the session's time zone, as the server names it
 * @param offsets the zone's distance to UTC in seconds in January and in July 2025
 * @param isolation the isolation level that sessions begin with, in lower case with blanks
 * @param modes what changes the meaning of statements and values, such as the words of {@code sql_mode}
 * @param foldsTableNames whether names of tables are kept in lower case
 * @param largestPacket how many bytes a value or statement may take at most
 */
public record ServerTraits(
        String zone,
        Offsets offsets,
        String isolation,
        Set<String> modes,
        boolean foldsTableNames,
        long largestPacket) {
    public ServerTraits {
        modes = Set.copyOf(modes);
    }

    /**
     * A zone's distance to UTC, in seconds.
     *
     * @param winter in January
     * @param summer in July
     */
    public record Offsets(int winter, int summer) {}
}
