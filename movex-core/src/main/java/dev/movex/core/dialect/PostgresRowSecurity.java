package dev.movex.core.dialect;

import dev.movex.core.Side;
import dev.movex.core.plan.Problem;
import dev.movex.core.plan.Problem.Severity;
import dev.movex.core.plan.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Finds tables of which the user sees some rows alone, by row level security: the others would be left behind unnoticed. */
final class PostgresRowSecurity {
    private PostgresRowSecurity() {}

    static List<Problem> check(Connection connection, Side side, List<Table> tables) throws SQLException {
        List<Problem> problems = new ArrayList<>();
        try (PreparedStatement hidden = connection.prepareStatement(
                "SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE n.nspname = ? AND c.relname = ? AND pg_catalog.row_security_active(c.oid)")) {
            for (Table table : tables) {
                hidden.setString(1, table.name().schema());
                hidden.setString(2, table.name().name());
                try (ResultSet row = hidden.executeQuery()) {
                    if (row.next()) {
                        problems.add(problem(side, table));
                    }
                }
            }
        }
        return problems;
    }

    private static Problem problem(Side side, Table table) {
        return new Problem(
                Severity.ERROR,
                "ROW_SECURITY",
                table.name().toString(),
                "Row level security of the " + side.label()
                        + " hides rows of it from the user: what Movex does not see it"
                        + " neither copies nor compares.",
                "ALTER ROLE … BYPASSRLS for the user, or let the table's owner be the user (without FORCE ROW LEVEL"
                        + " SECURITY).");
    }
}
