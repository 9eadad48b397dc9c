package dev.movex.core.preflight;

import dev.movex.core.Side;
import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.dialect.ServerRoom;
import dev.movex.core.dialect.ServerTraits;
import dev.movex.core.plan.Problem;
import dev.movex.core.plan.Problem.Severity;
import dev.movex.core.plan.Table;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** Finds where room is short: connections, values in one packet, the disk. */
final class Room {
    /** Bytes may travel as two digits each, beside the rest of the row. */
    private static final int DIGITS = 2;

    private static final long MEGABYTE = 1L << 20;
    private static final long GIGABYTE = 1L << 30;

    /** Servers keep long values compressed, hardly ever to less than this part. */
    private static final int COMPRESSED = 10;

    private Room() {}

    static List<Problem> connections(DatabaseView view, Side side, Expected expected) throws SQLException {
        ServerRoom room = view.dialect().room(view.connection());
        // the application is on the source already
        long needed = side == Side.SRC ? new Expected(0, 0).connections() : expected.connections();
        return room.free() >= needed
                ? List.of()
                : List.of(new Problem(
                        Severity.WARNING,
                        "CONNECTIONS_SHORT",
                        side.label(),
                        "The server takes " + room.most() + " connections and has " + room.open() + "; " + needed
                                + " more are needed"
                                + (side == Side.DST
                                        ? " for " + expected.members() + " processes with pools of "
                                                + expected.poolSize() + " and Movex's own work."
                                        : " for Movex's own work."),
                        "Raise max_connections to " + (room.open() + needed) + " or more, or take smaller pools."));
    }

    static List<Problem> packets(DatabaseView src, List<Table> tables, ServerTraits source, ServerTraits target)
            throws SQLException {
        long limit = Math.min(source.largestPacket(), target.largestPacket());
        List<Problem> problems = new ArrayList<>();
        if (limit >= GIGABYTE) {
            return problems;
        }
        for (Table table : tables) {
            if (src.dialect().bytes(src.connection(), table.name()) * COMPRESSED * DIGITS < limit) {
                continue;
            }
            OptionalLong longest = src.dialect().probe().longestValue(src.connection(), table);
            long needed = longest.orElse(0) * DIGITS + MEGABYTE;
            if (needed > limit) {
                String side = source.largestPacket() < target.largestPacket() ? "source" : "target";
                problems.add(new Problem(
                        Severity.ERROR,
                        "PACKET_TOO_SMALL",
                        table.name().toString(),
                        "A value of the table takes " + longest.orElse(0) + " bytes, and max_allowed_packet of the "
                                + side + " is " + limit + ".",
                        "SET GLOBAL max_allowed_packet = " + Math.min(GIGABYTE, rounded(needed)) + "; on the " + side
                                + ", and open new connections."));
            }
        }
        return problems;
    }

    /** Servers take whole kilobytes. */
    private static long rounded(long bytes) {
        return (bytes + MEGABYTE - 1) / MEGABYTE * MEGABYTE;
    }

    /** What is free on a disk can't be asked by SQL; what will be needed can. */
    static List<Problem> disk(DatabaseView src, List<Table> tables) throws SQLException {
        long bytes = 0;
        for (Table table : tables) {
            bytes += src.dialect().bytes(src.connection(), table.name());
        }
        return bytes < GIGABYTE
                ? List.of()
                : List.of(new Problem(
                        Severity.WARNING,
                        "DISK_SPACE_UNKNOWN",
                        "target",
                        String.format(
                                Locale.ROOT,
                                "The tables take %.1f GiB on the source. How much is free on the target can't be asked by"
                                        + " SQL.",
                                (double) bytes / GIGABYTE),
                        String.format(
                                Locale.ROOT,
                                "Make sure that the target has %.1f GiB free: the rows, and its log of writing them.",
                                2.0 * bytes / GIGABYTE)));
    }
}
