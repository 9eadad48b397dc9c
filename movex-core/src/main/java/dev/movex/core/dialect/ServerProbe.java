package dev.movex.core.dialect;

import dev.movex.core.Side;
import dev.movex.core.plan.Column;
import dev.movex.core.plan.ColumnKind;
import dev.movex.core.plan.Problem;
import dev.movex.core.plan.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;

/**
 * What preflight asks a server in depth, besides what is asked each time a plan is read. The connection is in auto-commit
 * mode, and everything is left as it was. Immutable and thread-safe.
 */
public interface ServerProbe {

    /** Reads what is compared with the other side. */
    ServerTraits traits(Connection connection) throws SQLException;

    /** Finds what the session, and whoever stands between it and the server, put in the way. */
    List<Problem> checkSession(Connection connection, Side side) throws SQLException;

    /** Finds tables that the session's user may not read or write, each with the statement that allows it. */
    List<Problem> checkPrivileges(Connection connection, Side side, List<Table> tables) throws SQLException;

    /**
     * Reads the size of the longest value in columns without a narrow limit, in bytes; empty if the table has no such column
     * or the answer took too long.
     */
    OptionalLong longestValue(Connection connection, Table table) throws SQLException;

    /**
     * Counts the rows of a table that have a date which no calendar has, in each of the columns, in their order; empty if the
     * answer took too long. Servers that refuse such dates are not asked.
     */
    default List<Long> datesInNoCalendar(Connection connection, Table table, List<Column> columns) throws SQLException {
        return Collections.nCopies(columns.size(), 0L);
    }

    /** Returns whether floating point columns hold NaN. */
    boolean holdsNaN();

    /** Returns the type of a column that holds values of a kind, with every digit that the server has. */
    String type(ColumnKind kind);

    /** Returns the server's own text of a value of {@link #type}: UTC, hexadecimal for text and bytes. */
    String text(ColumnKind kind, String column);

    /** Returns the statement that drops a temporary table. */
    String dropTemporary(String table);
}
