package dev.movex.core.dialect;

import static java.util.stream.Collectors.joining;

import dev.movex.core.Side;
import dev.movex.core.plan.Column;
import dev.movex.core.plan.ColumnKind;
import dev.movex.core.plan.Mapping.OneSide;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.plan.RowCondition;
import dev.movex.core.plan.RowCondition.Bucket;
import dev.movex.core.plan.RowCondition.Compared;
import dev.movex.core.plan.RowCondition.Nullness;
import dev.movex.core.plan.RowCondition.OneOf;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

/** What a planned table's mapping adds to PostgreSQL's statements: the rows that belong to it, and constants. */
final class PostgresMapping {
    private final PlannedTable planned;
    private final Side side;
    private final String table;
    private final String conditions;
    private final String constantNames;
    private final String constantValues;

    PostgresMapping(PlannedTable planned, Side side, String table) {
        this.planned = planned;
        this.side = side;
        this.table = table;
        OneSide own = planned.mapping().on(side);
        TreeMap<String, String> constants = new TreeMap<>(own.constants());
        this.conditions = own.conditions().stream().map(this::sql).collect(joining(" AND "));
        this.constantNames = constants.keySet().stream()
                .map(c -> ", " + PostgresTableSql.quote(c))
                .collect(joining());
        this.constantValues = constants.entrySet().stream()
                .map(c -> ", " + literal(planned.on(side).column(c.getKey()), c.getValue()))
                .collect(joining());
    }

    private String literal(Column column, String text) {
        return PostgresForms.literal(new PostgresConversions(planned, side).placeholder(column), text);
    }

    private String sql(RowCondition condition) {
        Column column = planned.on(side).column(condition.column());
        String name = table + "." + PostgresTableSql.quote(column.name());
        // no collation decides which rows belong
        String bytes = column.collation().isEmpty() ? "" : " COLLATE \"C\"";
        if (condition instanceof Bucket bucket) {
            return remainder(name, column, bucket) + " = " + bucket.bucket();
        }
        if (condition instanceof Nullness nullness) {
            return name + (nullness.isNull() ? " IS NULL" : " IS NOT NULL");
        }
        if (condition instanceof OneOf any) {
            return name + bytes + " IN ("
                    + any.literals().stream().map(l -> literal(column, l)).collect(joining(", ")) + ")";
        }
        Compared compared = (Compared) condition;
        return name + bytes + " " + compared.operator().sql() + " " + literal(column, compared.literal());
    }

    private static String remainder(String name, Column column, Bucket bucket) {
        if (column.kind() == ColumnKind.INTEGER) {
            return "abs(" + name + " % " + bucket.buckets() + ")";
        }
        String text = column.kind() == ColumnKind.UUID ? "replace(" + name + "::text, '-', '')" : name + "::text";
        return "('x' || substr(md5(convert_to(" + text + ", 'UTF8')), 1, " + Bucket.DIGITS + "))::bit("
                + 4 * Bucket.DIGITS + ")::int % " + bucket.buckets();
    }

    /** Returns the condition behind others; empty if there is none. */
    String and() {
        return conditions.isEmpty() ? "" : " AND " + conditions;
    }

    /** Returns the condition where there is no other; empty if there is none. */
    String where() {
        return conditions.isEmpty() ? "" : " WHERE " + conditions;
    }

    String insert(List<Column> columns, String values, int rows) {
        return into(columns) + "VALUES "
                + String.join(", ", Collections.nCopies(rows, "(" + values + constantValues + ")"));
    }

    /** An insert of one row, of which the driver always tells whether it was written, also within a batch. */
    String insert(List<Column> columns, String values) {
        return conditions.isEmpty()
                ? insert(columns, values, 1)
                : into(columns) + "SELECT " + values + constantValues + " WHERE TRUE";
    }

    private String into(List<Column> columns) {
        return "INSERT INTO " + table + " (" + PostgresTableSql.names(columns) + constantNames
                + ") OVERRIDING SYSTEM VALUE ";
    }

    String onConflict() {
        return " ON CONFLICT (" + PostgresTableSql.names(planned.on(side).keyColumns()) + ") DO ";
    }
}
