package dev.movex.core.repair;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
            for (PlannedTable other : plan.tables()) {
                if (other.on(side).name().equals(table.on(side).name())) {
                    found.addAll(meeting(connection, side, new Met(table, image.getValue(), other)));
                }
            }
        }
        found.removeAll(images.keySet());
        return found;
    }

    /**
     * An image, and whose rows may stand in its way.
     *
     * @param table the image's planned table
     * @param image the image
     * @param other a planned table that is kept in the same one
     */
    private record Met(PlannedTable table, Row image, PlannedTable other) {}

    private Set<DirtyKey> meeting(Connection connection, Side side, Met met) throws SQLException {
        Set<DirtyKey> found = new LinkedHashSet<>();
        List<List<String>> uniques = new ArrayList<>(met.table().on(side).uniques());
        if (met.table() != met.other()) {
            uniques.add(met.table().on(side).key());
        }
        for (List<String> unique : uniques) {
            Map<String, String> values = values(side, met, unique);
            if (values.size() == unique.size()) {
                databases
                        .table(met.other(), side)
                        .keysByColumns(connection, List.copyOf(values.keySet()), List.copyOf(values.values()))
                        .forEach(key -> found.add(new DirtyKey(met.other().name(), key)));
            }
        }
        return found;
    }

    /** NULL meets no other row, and a column that is not moved has no value here. */
    private static Map<String, String> values(Side side, Met met, List<String> unique) {
        List<String> names = met.table().namesOn(side);
        List<String> others = met.other().namesOn(side);
        Map<String, String> values = new LinkedHashMap<>();
        for (String column : unique) {
            String value = names.contains(column) && others.contains(column)
                    ? met.image().values().get(names.indexOf(column))
                    : null;
            if (value != null) {
                values.put(column, value);
            }
        }
        return values;
    }
}
