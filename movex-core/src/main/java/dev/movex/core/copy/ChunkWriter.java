package dev.movex.core.copy;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Hooks;
import dev.movex.core.access.Steps.Step;
import dev.movex.core.access.TableAccess;
import dev.movex.core.control.Authority;
import dev.movex.core.control.Fence;
import dev.movex.core.dialect.BulkCopy;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.KeyRange;
import dev.movex.core.row.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Copies one range at a time within a transaction of the side that is filled. The base is read without locks, in the
 * snapshot of one statement. Keeps its two connections from chunk to chunk. For one thread at a time.
 */
final class ChunkWriter implements AutoCloseable {
    private final Databases databases;
    private final Side base;
    private final TableAccess source;
    private final TableAccess target;
    private final Fence fence;
    private final Duration lockWait;
    private final Hooks hooks;
    private @Nullable Connection from;
    private @Nullable Connection to;

    ChunkWriter(Databases databases, String migration, PlannedTable table, Side base, Duration lockWait, Hooks hooks) {
        this.databases = databases;
        this.base = base;
        this.source = databases.table(table, base);
        this.target = databases.table(table, base.other());
        this.fence = new Fence(migration);
        this.lockWait = lockWait;
        this.hooks = hooks;
    }

    /**
     * Copies a range and commits.
     *
     * @param straight whether rows may go straight into the table if the range is empty there; a row that comes in
     *     meanwhile makes that fail by a unique violation
     * @return the number of rows that were added
     */
    long copy(KeyRange range, Authority authority, boolean straight) throws SQLException, InterruptedException {
        Side other = base.other();
        Connection reader = from == null ? from = databases.connect(base) : from;
        Connection writer = to == null ? to = databases.begin(other) : to;
        Dialect dialect = databases.dialect(other);
        fence.check(writer, dialect, authority.otherFence());
        dialect.run(writer, List.of(dialect.beginImages(), dialect.boundLockWaits(lockWait)));
        hooks.steps().reached(Step.COPY_FENCED);
        long rows = write(reader, writer, range, straight);
        hooks.steps().reached(Step.COPY_WRITTEN);
        writer.commit();
        hooks.steps().reached(Step.COPY_COMMITTED);
        return rows;
    }

    private long write(Connection reader, Connection writer, KeyRange range, boolean straight) throws SQLException {
        Optional<BulkCopy> bulk = source.table().copiedAsStored()
                ? databases.dialect(base).bulkCopyTo(databases.dialect(base.other()))
                : Optional.empty();
        if (bulk.isEmpty()) {
            List<Row> rows = source.readRange(reader, range);
            return straight && !target.anyRow(writer, range)
                    ? target.insert(writer, rows)
                    : target.insertIfAbsent(writer, rows);
        }
        return straight && !target.anyRow(writer, range)
                ? bulk.get().copyInto(reader, source.sql(), range, writer, target.sql())
                : bulk.get().copyAbsent(reader, source.sql(), range, writer, target.sql());
    }

    /** Gives up what is open after an error; connections that are gone are opened anew by the next chunk. */
    void reset(boolean connectionsGone) {
        Connection writer = to;
        if (writer != null) {
            try {
                writer.rollback();
            } catch (SQLException e) {
                to = null;
                quietly(writer);
            }
        }
        if (connectionsGone) {
            close();
        }
    }

    @Override
    public void close() {
        quietly(from);
        quietly(to);
        from = null;
        to = null;
    }

    private static void quietly(@Nullable Connection connection) {
        if (connection == null) {
            return;
        }
        try {
            connection.close();
        } catch (SQLException e) {
            // nothing of it was committed
        }
    }
}
