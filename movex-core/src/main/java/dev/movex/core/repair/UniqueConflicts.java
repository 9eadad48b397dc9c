package dev.movex.core.repair;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.Row;
import dev.movex.core.row.RowKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the rows of one side that stand in the way of images by a unique key. */
final class UniqueConflicts {
    private final Databases databases;
    private final Plan plan;

    UniqueConflicts(Databases databases, Plan plan) {
        this.databases = databases;
        this.plan = plan;
    }

    /** Returns the keys of rows that have a unique value of one of the images, those of the images left out. */
    Set<DirtyKey> find(Connection connection, Side side, Map<DirtyKey, Row> images) throws SQLException {
        Set<DirtyKey> found = new LinkedHashSet<>();
        for (Map.Entry<DirtyKey, Row> image : images.entrySet()) {
            PlannedTable table = plan.table(image.getKey().table());
            for (List<String> unique : table.on(side).uniques()) {
                List<String> values = values(table, unique, image.getValue());
                if (values.size() == unique.size()) {
                    for (RowKey key :
                            databases.table(table, side).keysByColumns(connection, ordered(table, unique), values)) {
                        found.add(new DirtyKey(table.name(), key));
                    }
                }
            }
        }
        found.removeAll(images.keySet());
        return found;
    }

    /** NULL meets no other row, and a column that is not moved has no value here. */
    private static List<String> values(PlannedTable table, List<String> unique, Row row) {
        List<String> values = new ArrayList<>();
        for (String column : ordered(table, unique)) {
            String value = row.values().get(table.columns().indexOf(column));
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    private static List<String> ordered(PlannedTable table, List<String> unique) {
        return unique.stream().filter(table.columns()::contains).toList();
    }
}
