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
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds tables whose rows are also those of tables that inherit from them. */
final class PostgresInheritance {
    private PostgresInheritance() {}

    static List<Problem> check(Connection connection, Side side, List<Table> tables) throws SQLException {
        Set<TableName> parents = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT DISTINCT n.nspname, c.relname FROM pg_catalog.pg_inherits i"
                                + " JOIN pg_catalog.pg_class c ON c.oid = i.inhparent AND c.relkind = 'r'"
                                + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace")) {
            while (row.next()) {
                parents.add(new TableName(row.getString(1), row.getString(2)));
            }
        }
        List<Problem> problems = new ArrayList<>();
        for (Table table : tables) {
            if (parents.contains(table.name())) {
                problems.add(new Problem(
                        Severity.ERROR,
                        "INHERITANCE_PARENT",
                        table.name().toString(),
                        "Tables of the " + side.label()
                                + " inherit from it (INHERITS), so that each of their rows is a row of"
                                + " this table as well, without a key that holds for all.",
                        "Exclude the parent and move its children, or turn it into a partitioned table first."));
            }
        }
        return problems;
    }
}
