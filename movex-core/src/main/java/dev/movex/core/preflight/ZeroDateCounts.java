package dev.movex.core.preflight;

import dev.movex.core.Side;
import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.plan.Column;
import dev.movex.core.plan.PlanDraft;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.plan.Problem;
import dev.movex.core.plan.Problem.Severity;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Counts the dates of MySQL or MariaDB that no calendar has, in columns whose target can't hold them or takes them for others. */
final class ZeroDateCounts {
    private ZeroDateCounts() {}

    static List<Problem> problems(DatabaseView src, PlanDraft draft) throws SQLException {
        List<Problem> problems = new ArrayList<>();
        for (PlannedTable table : draft.plan().tables()) {
            List<Column> columns = asked(table);
            if (columns.isEmpty()) {
                continue;
            }
            List<Long> rows = src.dialect().probe().datesInNoCalendar(src.connection(), table.src(), columns);
            if (rows.isEmpty()) {
                problems.add(notCounted(table));
            }
            for (int i = 0; i < rows.size(); i++) {
                if (rows.get(i) > 0) {
                    problems.add(problem(table, columns.get(i), rows.get(i)));
                }
            }
        }
        return problems;
    }

    private static List<Column> asked(PlannedTable table) {
        List<Column> asked = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            Column own = table.columnsOn(Side.SRC).get(i);
            Column there = table.columnsOn(Side.DST).get(i);
            boolean told = table.zeroDatesOn(Side.SRC, own) != null;
            if (dated(own) && (told || !dated(there))) {
                asked.add(own);
            }
        }
        return asked;
    }

    /** PostgreSQL's types have a schema; it has no such dates. */
    private static boolean dated(Column column) {
        return column.typeSchema().isEmpty()
                && switch (column.kind()) {
                    case DATE, TIMESTAMP, INSTANT -> true;
                    default -> false;
                };
    }

    private static Problem problem(PlannedTable table, Column column, long rows) {
        String as = table.zeroDatesOn(Side.SRC, column);
        String what =
                rows + (rows == 1 ? " row has" : " rows have") + " a date that no calendar has, such as 0000-00-00";
        return as == null
                ? new Problem(
                        Severity.ERROR,
                        "ZERO_DATES",
                        table.src().name() + "." + column.name(),
                        what + ", which the target can't hold.",
                        "Mend the rows; or say in a mapping of the table how such dates are told: zero-dates: "
                                + column.name() + " = null, or = 1970-01-01.")
                : new Problem(
                        Severity.WARNING,
                        "ZERO_DATES",
                        table.src().name() + "." + column.name(),
                        what + "; as declared, the target will have " + (as.isEmpty() ? "NULL" : as) + " in its place.",
                        "Nothing, if that is meant.");
    }

    private static Problem notCounted(PlannedTable table) {
        return new Problem(
                Severity.WARNING,
                "ZERO_DATES_NOT_COUNTED",
                table.src().name().toString(),
                "To count the rows with a date that no calendar has took too long.",
                "Look for such rows by hand, or say in a mapping of the table how such dates are told (zero-dates); a copy that"
                        + " meets one which is not declared ends with an error that names the row.");
    }
}
