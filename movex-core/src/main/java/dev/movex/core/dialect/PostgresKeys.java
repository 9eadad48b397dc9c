package dev.movex.core.dialect;

import dev.movex.core.Side;
import dev.movex.core.plan.Problem;
import dev.movex.core.plan.Problem.Severity;
import dev.movex.core.plan.Table;
import dev.movex.core.plan.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds keys by which rows are told apart, but can't be addressed when they are written. */
final class PostgresKeys {
    private static final String UNIQUE = """
            SELECT n.nspname, c.relname, i.indimmediate, i.indpred IS NULL,
                   ARRAY(SELECT a.attname::text FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, n)
                         JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
                         WHERE k.n <= i.indnkeyatts)
            FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE i.indisunique AND i.indisvalid AND 0 <> ALL (i.indkey::int2[])
              AND n.nspname NOT IN ('pg_catalog', 'pg_toast')""";

    private PostgresKeys() {}

    private record Unique(TableName table, Set<String> columns, boolean immediate, boolean whole) {}

    static List<Problem> check(Connection connection, Side side, List<Table> tables) throws SQLException {
        List<Unique> all = read(connection);
        List<Problem> problems = new ArrayList<>();
        for (Table table : tables) {
            List<Unique> keys = all.stream()
                    .filter(one ->
                            one.table().equals(table.name()) && one.columns().equals(Set.copyOf(table.key())))
                    .toList();
            if (keys.stream().anyMatch(one -> !one.immediate())) {
                problems.add(problem(
                        table,
                        "KEY_DEFERRABLE",
                        "The key " + table.key() + " of the " + side.label()
                                + " is DEFERRABLE, so that the server takes no upsert by it.",
                        "Make it immediate: CREATE UNIQUE INDEX CONCURRENTLY over the same columns, then in one ALTER TABLE drop the"
                                + " constraint and ADD PRIMARY KEY USING INDEX; or exclude the table."));
            } else if (!keys.isEmpty() && keys.stream().noneMatch(Unique::whole)) {
                problems.add(problem(
                        table,
                        "KEY_PARTIAL",
                        "The unique index over " + table.key() + " of the " + side.label()
                                + " does not hold for all rows, so that it can't tell them apart.",
                        "Declare another key, add one, or exclude the table."));
            }
        }
        return problems;
    }

    private static Problem problem(Table table, String code, String what, String remedy) {
        return new Problem(Severity.ERROR, code, table.name().toString(), what, remedy);
    }

    private static List<Unique> read(Connection connection) throws SQLException {
        List<Unique> all = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(UNIQUE)) {
            while (row.next()) {
                all.add(new Unique(
                        new TableName(row.getString(1), row.getString(2)),
                        Set.copyOf(List.of((String[]) row.getArray(5).getArray())),
                        row.getBoolean(3),
                        row.getBoolean(4)));
            }
        }
        return all;
    }
}
