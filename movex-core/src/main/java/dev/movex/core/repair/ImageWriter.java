package dev.movex.core.repair;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.access.TableAccess;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.repair.RepairTransaction.Examined;
import dev.movex.core.repair.RepairTransaction.Finding;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Writes the images of one transaction: deletes first, children before parents, then images, parents before children, so
 * that foreign keys hold even where they are not off. Immutable.
 */
final class ImageWriter {
    private final Databases databases;
    private final Plan plan;
    private final UndoImages undo;

    ImageWriter(Databases databases, Plan plan, UndoImages undo) {
        this.databases = databases;
        this.plan = plan;
        this.undo = undo;
    }

    /**
     * @param displace whether rows that differ are deleted before any image is written, so that images may exchange unique
     *     values
     */
    void write(Connection to, Side other, Examined examined, boolean displace) throws SQLException {
        List<PlannedTable> childrenFirst = new ArrayList<>(plan.tables());
        Collections.reverse(childrenFirst);
        for (PlannedTable table : childrenFirst) {
            TableAccess access = databases.table(table, other);
            List<DirtyKey> away = of(table, examined.findings(), Finding.DELETED);
            if (displace || !access.sql().upsertWritesAll()) {
                away.addAll(of(table, examined.findings(), Finding.WRITTEN));
            }
            List<Row> rows = rows(away, examined.present());
            List<Row> ordered = new ArrayList<>(RowOrder.parentsFirst(table, other, rows));
            Collections.reverse(ordered);
            access.delete(to, ordered.stream().map(Row::key).toList());
        }
        for (PlannedTable table : plan.tables()) {
            List<Row> rows = rows(of(table, examined.findings(), Finding.WRITTEN), examined.images());
            databases.table(table, other).upsert(to, RowOrder.parentsFirst(table, other, rows));
        }
        undo.keep(to, other, changes(examined));
    }

    private static List<UndoImage> changes(Examined examined) {
        List<UndoImage> changes = new ArrayList<>();
        examined.findings().forEach((key, finding) -> {
            if (finding == Finding.WRITTEN || finding == Finding.DELETED) {
                changes.add(new UndoImage(
                        key, examined.present().get(key), examined.images().get(key)));
            }
        });
        return changes;
    }

    /** A row keeps the key that it was asked for under, whatever its own text is. */
    private static List<Row> rows(List<DirtyKey> keys, Map<DirtyKey, Row> of) {
        return keys.stream()
                .filter(of::containsKey)
                .map(key ->
                        new Row(key.key(), Objects.requireNonNull(of.get(key)).values()))
                .toList();
    }

    private static List<DirtyKey> of(PlannedTable table, Map<DirtyKey, Finding> findings, Finding wanted) {
        List<DirtyKey> keys = new ArrayList<>();
        findings.forEach((key, finding) -> {
            if (finding == wanted && key.table().equals(table.name())) {
                keys.add(key);
            }
        });
        return keys;
    }
}
