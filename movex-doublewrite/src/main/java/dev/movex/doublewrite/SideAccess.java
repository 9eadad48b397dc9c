package dev.movex.doublewrite;

import dev.movex.core.Side;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.dialect.TableSql;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlannedTable;
import dev.movex.doublewrite.sql.Names;
import dev.movex.doublewrite.sql.PlannedTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One of the two databases: its pool, its dialect, and what is known of its sessions. Thread-safe. */
final class SideAccess {
    private final Side side;
    private final DataSource pool;
    private final Dialect dialect;
    private final PlannedTables tables;
    private final Map<String, TableSql> statements;
    private volatile @Nullable SessionDefaults defaults;
    private volatile @Nullable Names names;

    SideAccess(Side side, DataSource pool, Dialect dialect, Dialect other, Plan plan) {
        this.side = side;
        this.pool = pool;
        this.dialect = dialect;
        this.tables = new PlannedTables(
                plan, side, other::quote, dialect.name().equals(other.name()));
        this.statements =
                plan.tables().stream().collect(Collectors.toMap(PlannedTable::name, t -> dialect.sql(t, side)));
    }

    Side side() {
        return side;
    }

    DataSource pool() {
        return pool;
    }

    Dialect dialect() {
        return dialect;
    }

    PlannedTables tables() {
        return tables;
    }

    TableSql sql(String table) {
        return Objects.requireNonNull(statements.get(table), table);
    }

    /** Returns how fresh sessions of the pool are set, if that has been asked before. */
    @Nullable SessionDefaults known() {
        return defaults;
    }

    /** Returns what names mean in a fresh session. */
    Names names(SessionDefaults of) {
        Names known = names;
        if (known == null
                || !known.path().equals(of.path())
                || !known.syntax().equals(of.syntax())) {
            known = new Names(tables, of.path(), of.syntax());
            names = known;
        }
        return known;
    }

    /** Returns how fresh sessions of the pool are set, asking the given one the first time. */
    SessionDefaults defaults(Connection fresh) throws SQLException {
        SessionDefaults known = defaults;
        if (known == null) {
            known = SessionDefaults.read(fresh, dialect);
            defaults = known;
        }
        return known;
    }
}
