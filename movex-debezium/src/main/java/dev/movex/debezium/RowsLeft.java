package dev.movex.debezium;

import dev.movex.core.access.TableAccess;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.KeyRange;
import dev.movex.core.row.Row;
import dev.movex.core.row.RowKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys of all rows of a table, page by page. For one thread. */
final class RowsLeft {
    private static final int PAGE = 1000;

    private final TableAccess table;
    private final Connection connection;
    private @Nullable RowKey after;
    private boolean ended;

    RowsLeft(TableAccess table, Connection connection) {
        this.table = table;
        this.connection = connection;
    }

    /** Returns the next keys; none at the end. */
    Set<DirtyKey> next() throws SQLException {
        Set<DirtyKey> keys = new LinkedHashSet<>();
        if (!ended) {
            RowKey upTo =
                    table.boundary(connection, new KeyRange(after, null), PAGE).orElse(null);
            for (Row row : table.readRange(connection, new KeyRange(after, upTo))) {
                keys.add(new DirtyKey(table.table().name(), row.key()));
            }
            after = upTo;
            ended = upTo == null;
        }
        return keys;
    }
}
