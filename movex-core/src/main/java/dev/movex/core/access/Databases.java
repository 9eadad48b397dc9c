package dev.movex.core.access;

import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.dialect.BulkCopy;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.dialect.Dialects;
import dev.movex.core.dialect.RowHash;
import dev.movex.core.plan.PlannedTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * The two databases of a migration, as Movex's own workers use them: apart from the application's connections, so that
 * neither starves the other. Thread-safe if the data sources are.
 *
 * @param src gives connections to the source
 * @param srcDialect the source's dialect
 * @param dst gives connections to the target
 * @param dstDialect the target's dialect
 */
public record Databases(DataSource src, Dialect srcDialect, DataSource dst, Dialect dstDialect) {

    /**
     * Returns the databases behind two data sources; asks each for its dialect.
     *
     * @throws MovexException if one can't be reached or is of a kind that Movex does not know
     */
    public static Databases of(DataSource src, DataSource dst) {
        return new Databases(src, dialect(Side.SRC, src), dst, dialect(Side.DST, dst));
    }

    private static Dialect dialect(Side side, DataSource source) {
        try (Connection connection = source.getConnection()) {
            return Dialects.of(connection);
        } catch (SQLException e) {
            throw DatabaseUnavailable.because(side, e);
        }
    }

    /** Returns the data source of a side. */
    public DataSource dataSource(Side side) {
        return side == Side.SRC ? src : dst;
    }

    /** Returns the dialect of a side. */
    public Dialect dialect(Side side) {
        return side == Side.SRC ? srcDialect : dstDialect;
    }

    /** Returns the rows of a planned table on a side. */
    public TableAccess table(PlannedTable table, Side side) {
        return new TableAccess(table, side, dialect(side));
    }

    /** Returns the digests of a planned table on a side. */
    public TableDigests digests(PlannedTable table, Side side, RowHash hash) {
        return new TableDigests(table, side, dialect(side), hash);
    }

    /** Returns a reader of many rows of a planned table on a side. */
    public RowReader rows(PlannedTable table, Side side) {
        return new RowReader(table, dialect(side), dialect(side).sql(table, side));
    }

    /** Returns the bulk protocol into a planned table on the other side of the given base. */
    public BulkCopy bulkCopy(PlannedTable table, Side base) {
        Side other = base.other();
        return dialect(other)
                .bulkCopy(
                        dialect(base),
                        dialect(base).sql(table, base),
                        dialect(other).sql(table, other));
    }

    /** Opens a connection whose statements are transactions of their own; its texts are canonical. */
    public Connection connect(Side side) throws SQLException {
        Connection connection = dataSource(side).getConnection();
        try {
            connection.setAutoCommit(true);
            try (Statement statement = connection.createStatement()) {
                statement.execute(dialect(side).canonicalSession());
            }
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Opens a connection for transactions at READ COMMITTED, in which each statement sees what is committed by then. */
    public Connection begin(Side side) throws SQLException {
        Connection connection = connect(side);
        try {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * As {@link #connect}, for callers who tell people what is wrong.
     *
     * @throws MovexException with a code such as {@code TARGET_UNREACHABLE}; see {@link DatabaseUnavailable}
     */
    public Connection open(Side side) {
        try {
            return connect(side);
        } catch (SQLException e) {
            throw DatabaseUnavailable.because(side, e);
        }
    }
}
