package dev.movex.doublewrite;

import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlannedTable;
import dev.movex.doublewrite.sql.Classified.Relation;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks behind the names of relations outside the plan: a view or a partition may be another name of planned rows.
 * Thread-safe.
 */
final class Relations {
    private static final String LOOK = """
            SELECT c.relkind::text,
                   EXISTS (SELECT 1 FROM pg_rewrite r WHERE r.ev_class = c.oid AND r.ev_type <> '1'),
                   ARRAY(WITH RECURSIVE up AS (SELECT inhparent FROM pg_inherits WHERE inhrelid = c.oid
                         UNION SELECT i.inhparent FROM pg_inherits i JOIN up ON i.inhrelid = up.inhparent)
                         SELECT n.nspname || '.' || p.relname FROM up JOIN pg_class p ON p.oid = up.inhparent
                         JOIN pg_namespace n ON n.oid = p.relnamespace)
            FROM pg_class c WHERE c.oid = to_regclass(?)""";

    private static final String LOOK_AT_VIEWS = "SELECT 1 FROM information_schema.VIEWS"
            + " WHERE TABLE_SCHEMA = COALESCE(?, DATABASE()) AND TABLE_NAME = ?";
    private static final String VIEW = "a write through a view, behind which planned tables may be";

    private final Plan plan;

    Relations(Plan plan) {
        this.plan = plan;
    }

    /** Returns why a write of the relation might be one of a planned table; null if it is not. */
    @Nullable String behind(Relation relation, Lease lease) throws SQLException {
        SideAccess side = lease.access();
        if (!side.dialect().name().equals("postgresql")) {
            return view(relation, lease);
        }
        try (PreparedStatement statement = lease.physical().prepareStatement(LOOK)) {
            String name = side.dialect().quote(relation.name());
            statement.setString(
                    1, relation.schema() == null ? name : side.dialect().quote(relation.schema()) + "." + name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? reason(row, planned(side)) : null;
            }
        }
    }

    private static @Nullable String view(Relation relation, Lease lease) throws SQLException {
        try (PreparedStatement statement = lease.physical().prepareStatement(LOOK_AT_VIEWS)) {
            statement.setString(1, relation.schema());
            statement.setString(2, relation.name());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? VIEW : null;
            }
        }
    }

    private Set<String> planned(SideAccess side) {
        return plan.tables().stream()
                .map((PlannedTable t) -> t.on(side.side()).name().toString())
                .collect(Collectors.toSet());
    }

    private static @Nullable String reason(ResultSet row, Set<String> planned) throws SQLException {
        if (row.getString(1).equals("v")) {
            return VIEW;
        }
        if (row.getBoolean(2)) {
            return "a table with rules, which may write planned tables";
        }
        for (String parent : (String[]) row.getArray(3).getArray()) {
            if (planned.contains(parent)) {
                return "a partition or child of " + parent + "; write to that table instead";
            }
        }
        return null;
    }
}
