package dev.movex.core.copy;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Hooks;
import dev.movex.core.access.RowReader;
import dev.movex.core.access.Steps.Step;
import dev.movex.core.access.TableAccess;
import dev.movex.core.control.Authority;
import dev.movex.core.control.Fence;
import dev.movex.core.copy.Chunk.Copied;
import dev.movex.core.dialect.BulkCopy;
import dev.movex.core.dialect.BulkCopy.Moved;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.KeyRange;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Copies one range at a time within a transaction of the side that is filled. The base is read without locks, in the
 * snapshot of one statement. Keeps its two connections from chunk to chunk. For one thread at a time.
 */
final class ChunkWriter implements AutoCloseable {
    private final Databases databases;
    private final Side base;
    private final RowReader rows;
    private final TableAccess target;
    private final BulkCopy bulk;
    private final boolean asStored;
    private final Fence fence;
    private final Duration lockWait;
    private final Hooks hooks;
    private @Nullable Connection from;
    private @Nullable Connection to;
    private boolean bulkUsable;

    ChunkWriter(Databases databases, String migration, PlannedTable table, Side base, Duration lockWait, Hooks hooks) {
        this.databases = databases;
        this.base = base;
        this.rows = databases.rows(table, base);
        this.bulk = databases.bulkCopy(table, base);
        this.asStored = table.copiedAsStored();
        this.target = databases.table(table, base.other());
        this.fence = new Fence(migration);
        this.lockWait = lockWait;
        this.hooks = hooks;
    }

    /**
     * Copies a range and commits.
     *
     * @param way the fastest way to take; a row that comes in meanwhile makes a straight copy fail by a unique violation
     */
    Copied copy(KeyRange range, Authority authority, CopyWay way) throws SQLException, InterruptedException {
        Side other = base.other();
        Connection reader = from == null ? from = databases.connect(base) : from;
        Connection writer = to == null ? to = opened(other) : to;
        Dialect dialect = databases.dialect(other);
        fence.check(writer, dialect, authority.otherFence());
        dialect.run(writer, List.of(dialect.beginImages(), dialect.boundLockWaits(lockWait)));
        hooks.steps().reached(Step.COPY_FENCED);
        Copied copied = write(reader, writer, range, way);
        hooks.steps().reached(Step.COPY_WRITTEN);
        long begun = System.nanoTime();
        writer.commit();
        long commit = System.nanoTime() - begun;
        hooks.steps().reached(Step.COPY_COMMITTED);
        return new Copied(copied.rows(), copied.bytes(), copied.way(), commit);
    }

    private Connection opened(Side other) throws SQLException {
        Connection connection = databases.begin(other);
        try {
            bulkUsable = asStored && bulk.usable(connection);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private Copied write(Connection reader, Connection writer, KeyRange range, CopyWay asked) throws SQLException {
        boolean empty = asked == CopyWay.STRAIGHT && !target.anyRow(writer, range);
        if (!bulkUsable || asked == CopyWay.ROWS) {
            return byRows(reader, writer, range, empty);
        }
        CopyWay way = empty ? CopyWay.STRAIGHT : CopyWay.ABSENT;
        Moved moved =
                way == CopyWay.STRAIGHT ? bulk.copyInto(reader, range, writer) : bulk.copyAbsent(reader, range, writer);
        return new Copied(moved.rows(), moved.bytes(), way, 0);
    }

    private Copied byRows(Connection reader, Connection writer, KeyRange range, boolean empty) throws SQLException {
        long[] added = new long[1];
        long size = rows.read(
                reader,
                range,
                page -> added[0] += empty ? target.insert(writer, page) : target.insertIfAbsent(writer, page));
        return new Copied(added[0], size, CopyWay.ROWS, 0);
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
