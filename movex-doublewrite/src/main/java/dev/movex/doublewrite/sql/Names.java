package dev.movex.doublewrite.sql;

import dev.movex.core.Side;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.plan.TableName;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What names in a SQL text mean to a session.
 *
 * @param tables the planned tables as the session's side knows them
 * @param path the schemas in which names without a schema are looked for, in this order
 */
public record Names(PlannedTables tables, List<String> path) {
    public Names {
        path = List.copyOf(path);
    }

    /** Returns the side whose names they are. */
    public Side side() {
        return tables.side();
    }

    Optional<PlannedTable> find(@Nullable String schema, String name) {
        if (schema != null) {
            return tables.find(new TableName(schema, name));
        }
        return path.stream()
                .map(s -> tables.find(new TableName(s, name)))
                .flatMap(Optional::stream)
                .findFirst();
    }
}
