package dev.movex.core.dialect;

import dev.movex.core.plan.Column;
import dev.movex.core.row.KeyRange;
import dev.movex.core.row.RowKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;

/** COPY from one PostgreSQL server to another: the bytes pass through unread. */
final class PostgresBulkCopy implements BulkCopy {
    private static final String STAGE = "movex_stage";

    @Override
    public long copyInto(Connection from, TableSql source, KeyRange range, Connection to, TableSql target)
            throws SQLException {
        PostgresTableSql into = (PostgresTableSql) target;
        return copy(from, (PostgresTableSql) source, range, to, into.table(), into.columns());
    }

    @Override
    public long copyAbsent(Connection from, TableSql source, KeyRange range, Connection to, TableSql target)
            throws SQLException {
        PostgresTableSql into = (PostgresTableSql) target;
        String names = PostgresTableSql.names(into.columns());
        try (Statement statement = to.createStatement()) {
            statement.execute("CREATE TEMPORARY TABLE " + STAGE + " ON COMMIT DROP AS SELECT " + names + " FROM "
                    + into.table() + " WITH NO DATA");
            copy(from, (PostgresTableSql) source, range, to, STAGE, into.columns());
            return statement.executeLargeUpdate("INSERT INTO " + into.table() + " (" + names
                    + ") OVERRIDING SYSTEM VALUE SELECT " + names + " FROM " + STAGE + " ON CONFLICT ("
                    + PostgresTableSql.names(into.key()) + ") DO NOTHING");
        }
    }

    private static long copy(
            Connection from, PostgresTableSql source, KeyRange range, Connection to, String into, List<Column> columns)
            throws SQLException {
        String rows = "SELECT " + PostgresTableSql.names(source.columns()) + " FROM " + source.table()
                + source.where(range, literals(source, range.after()), literals(source, range.upTo()));
        CopyOut out = from.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY (" + rows + ") TO STDOUT");
        CopyIn in = to.unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + into + " (" + PostgresTableSql.names(columns) + ") FROM STDIN");
        try {
            byte[] bytes;
            while ((bytes = out.readFromCopy()) != null) {
                in.writeToCopy(bytes, 0, bytes.length);
            }
            return in.endCopy();
        } finally {
            cancel(in);
            cancel(out);
        }
    }

    private static void cancel(org.postgresql.copy.CopyOperation operation) throws SQLException {
        if (operation.isActive()) {
            operation.cancelCopy();
        }
    }

    /** COPY takes no parameters; the parts of a key become literals. */
    private static Function<Column, String> literals(PostgresTableSql source, @Nullable RowKey key) {
        Iterator<String> parts =
                key == null ? List.<String>of().iterator() : key.values().iterator();
        return column -> literal(parts.next()) + source.orderedCast(column);
    }

    private static String literal(String text) {
        return "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
