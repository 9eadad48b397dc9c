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
import dev.movex.core.plan.RowCondition.Operator;
import java.util.TreeMap;

/** What a planned table's mapping adds to MySQL's and MariaDB's statements: the rows that belong to it, and constants. */
final class MySqlMapping {
    private final MySqlWords words;
    private final PlannedTable planned;
    private final Side side;
    private final String table;
    private final String conditions;
    private final String constantNames;
    private final String constantValues;

    MySqlMapping(MySqlWords words, PlannedTable planned, Side side, String table) {
        this.words = words;
        this.planned = planned;
        this.side = side;
        this.table = table;
        OneSide own = planned.mapping().on(side);
        TreeMap<String, String> constants = new TreeMap<>(own.constants());
        this.conditions = own.conditions().stream().map(this::sql).collect(joining(" AND "));
        this.constantNames = constants.keySet().stream()
                .map(c -> ", " + MySqlTableSql.quote(c))
                .collect(joining());
        this.constantValues = constants.entrySet().stream()
                .map(c -> ", " + constant(planned.on(side).column(c.getKey()), c.getValue()))
                .collect(joining());
    }

    private MySqlForms forms(Column column) {
        return MySqlConverted.of(words, planned, side, column);
    }

    private String constant(Column column, String text) {
        return forms(column).value().replace("?", MySqlForms.string(text));
    }

    private String sql(RowCondition condition) {
        Column column = planned.on(side).column(condition.column());
        String name = table + "." + MySqlTableSql.quote(column.name());
        if (condition instanceof Bucket bucket) {
            return remainder(name, column, bucket) + " = " + bucket.bucket();
        }
        if (condition instanceof Nullness nullness) {
            return name + (nullness.isNull() ? " IS NULL" : " IS NOT NULL");
        }
        if (condition instanceof OneOf any) {
            return any.literals().stream()
                    .map(l -> compared(column, name, new Compared(name, Operator.EQUAL, l)))
                    .collect(joining(" OR ", "(", ")"));
        }
        return compared(column, name, (Compared) condition);
    }

    /** No collation decides which rows belong; where text is equal by its bytes, the plain comparison finds an index. */
    private String compared(Column column, String name, Compared condition) {
        MySqlForms forms = forms(column);
        String operator = " " + condition.operator().sql() + " ";
        String literal = forms.literal(condition.literal());
        String exact = forms.ordered(name, true) + operator + forms.ordered(literal, true);
        String plain = name + operator + literal;
        boolean index = condition.operator() == Operator.EQUAL && !exact.equals(plain);
        return index ? "(" + plain + " AND " + exact + ")" : exact;
    }

    private String remainder(String name, Column column, Bucket bucket) {
        if (column.kind() == ColumnKind.INTEGER) {
            return "ABS(" + name + " MOD " + bucket.buckets() + ")";
        }
        String text = forms(column).text(name);
        String plain = column.kind() == ColumnKind.UUID ? "REPLACE(" + text + ", '-', '')" : text;
        return "CAST(CONV(SUBSTRING(MD5(" + plain + "), 1, " + Bucket.DIGITS + "), 16, 10) AS UNSIGNED) MOD "
                + bucket.buckets();
    }

    /** Returns the condition behind others; empty if there is none. */
    String and() {
        return conditions.isEmpty() ? "" : " AND " + conditions;
    }

    /** Returns the condition where there is no other; empty if there is none. */
    String where() {
        return conditions.isEmpty() ? "" : " WHERE " + conditions;
    }

    String constantNames() {
        return constantNames;
    }

    String constantValues() {
        return constantValues;
    }
}
