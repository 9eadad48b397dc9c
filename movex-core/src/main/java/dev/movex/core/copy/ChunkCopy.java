package dev.movex.core.copy;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Pauser;
import dev.movex.core.access.TableAccess;
import dev.movex.core.control.Authority;
import dev.movex.core.control.BaseChangedException;
import dev.movex.core.control.FencedException;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.repair.KeyRepair;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.KeyRange;
import dev.movex.core.row.Row;
import dev.movex.core.row.RowKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Brings one chunk over, whatever is in its way: a lock is tried again, a row that came in meanwhile turns the straight
 * copy into insert-if-absent, and rows that meet others by another unique key are cut out and left to the repairer. For
 * one thread at a time.
 */
final class ChunkCopy {
    /** Up to this many rows a range with a conflict is repaired as a whole. */
    private static final int REPAIRED_ROWS = 200;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Databases databases;
    private final PlannedTable table;
    private final Side base;
    private final KeyRepair repair;
    private final CopyOptions options;
    private final Pauser pauser;

    ChunkCopy(
            Databases databases, PlannedTable table, Side base, KeyRepair repair, CopyOptions options, Pauser pauser) {
        this.databases = databases;
        this.table = table;
        this.base = base;
        this.repair = repair;
        this.options = options;
        this.pauser = pauser;
    }

    /** Copies the range; returns the rows added. */
    long copy(ChunkWriter writer, KeyRange range, Supplier<Authority> authority)
            throws SQLException, InterruptedException {
        boolean straight = true;
        Duration pause = FIRST_PAUSE;
        Dialect dialect = databases.dialect(base.other());
        for (int attempt = 1; ; attempt++) {
            Authority used = BaseChangedException.check(authority.get(), base);
            try {
                return writer.copy(range, used, straight);
            } catch (SQLException e) {
                writer.reset(gone(e));
                if (dialect.uniqueViolation(e)) {
                    if (!straight) {
                        return split(writer, range, authority);
                    }
                    straight = false;
                } else if (attempt >= options.attempts() || !worthAnotherTry(e, used, authority)) {
                    throw e;
                }
            } catch (RuntimeException | InterruptedException e) {
                writer.reset(false);
                throw e;
            }
            pauser.pause(pause);
            pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
        }
    }

    private boolean gone(SQLException error) {
        return databases.dialect(base).connectionFailure(error)
                || databases.dialect(base.other()).connectionFailure(error);
    }

    private boolean worthAnotherTry(SQLException error, Authority used, Supplier<Authority> authority) {
        if (error instanceof FencedException) {
            return !authority.get().equals(used);
        }
        return gone(error)
                || databases.dialect(base.other()).transientFailure(error)
                || databases.dialect(base).transientFailure(error);
    }

    private long split(ChunkWriter writer, KeyRange range, Supplier<Authority> authority)
            throws SQLException, InterruptedException {
        TableAccess source = databases.table(table, base);
        Optional<RowKey> middle;
        List<RowKey> keys;
        try (Connection connection = databases.connect(base)) {
            middle = source.boundary(connection, range, REPAIRED_ROWS).filter(key -> !key.equals(range.upTo()));
            keys = middle.isPresent()
                    ? List.of()
                    : source.readRange(connection, range).stream().map(Row::key).toList();
        }
        if (middle.isPresent()) {
            return copy(writer, new KeyRange(range.after(), middle.get()), authority)
                    + copy(writer, new KeyRange(middle.get(), range.upTo()), authority);
        }
        List<DirtyKey> dirty =
                keys.stream().map(key -> new DirtyKey(table.name(), key)).toList();
        return repair.repair(dirty, () -> BaseChangedException.check(authority.get(), base))
                .changed();
    }
}
