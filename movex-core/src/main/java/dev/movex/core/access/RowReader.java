package dev.movex.core.access;

import dev.movex.core.dialect.Dialect;
import dev.movex.core.dialect.FieldRows;
import dev.movex.core.dialect.TableSql;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.KeyRange;
import dev.movex.core.row.Row;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a range in key order as a stream, and hands them on in pages that are bounded by rows and by size, so
 * that memory depends on the largest row alone. Immutable and thread-safe.
 */
public final class RowReader {
    private static final int PAGE_ROWS = TableAccess.PAGE;
    private static final long PAGE_SIZE = 1_000_000;

    private final PlannedTable table;
    private final Dialect dialect;
    private final TableSql sql;

    RowReader(PlannedTable table, Dialect dialect, TableSql sql) {
        this.table = table;
        this.dialect = dialect;
        this.sql = sql;
    }

    /** Takes a page; it may be kept. */
    public interface Page {
        void take(List<Row> rows) throws SQLException;
    }

    /** Reads the range; returns the size of what was read, in characters. */
    public long read(Connection connection, KeyRange range, Page page) throws SQLException {
        long all = 0;
        try (FieldRows fields = dialect.readFields(connection, sql, range)) {
            List<Row> rows = new ArrayList<>();
            long size = 0;
            while (fields.next()) {
                Row row = row(fields);
                rows.add(row);
                size += TableAccess.size(row);
                if (rows.size() == PAGE_ROWS || size >= PAGE_SIZE) {
                    page.take(rows);
                    rows = new ArrayList<>();
                    all += size;
                    size = 0;
                }
            }
            if (!rows.isEmpty()) {
                page.take(rows);
            }
            return all + size;
        }
    }

    private Row row(FieldRows fields) throws SQLException {
        int columns = table.columns().size();
        List<@Nullable String> values = new ArrayList<>(columns);
        for (int i = 0; i < columns; i++) {
            byte[] field = fields.field(i);
            String text = field == null
                    ? null
                    : fields.raw(i) ? HexFormat.of().formatHex(field) : new String(field, StandardCharsets.UTF_8);
            values.add(JavaColumns.canonical(table.forms().get(i), text));
        }
        return table.row(values);
    }
}
