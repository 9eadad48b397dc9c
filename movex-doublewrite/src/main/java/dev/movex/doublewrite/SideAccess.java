package dev.movex.doublewrite;

import dev.movex.core.Side;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.dialect.TableSql;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.plan.TableName;
import dev.movex.core.row.DirtyKey;
import dev.movex.doublewrite.sql.Names;
import dev.movex.doublewrite.sql.PlannedTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One of the two databases: its pool, its dialect, and what is known of its sessions. Thread-safe. */
final class SideAccess {
    private static final Duration LOOKS = Duration.ofSeconds(30);

    private final Side side;
    private final DataSource pool;
    private final Dialect dialect;
    private final PlannedTables tables;
    private final Map<PlannedTable, TableSql> statements;
    private final Map<TableName, List<String>> stored;
    private volatile Set<String> acting;
    private final AtomicLong nextLook = new AtomicLong(System.nanoTime());
    private volatile @Nullable SessionDefaults defaults;
    private volatile @Nullable Names names;

    SideAccess(Side side, DataSource pool, Dialect dialect, Dialect other, Plan plan) {
        this.side = side;
        this.pool = pool;
        this.dialect = dialect;
        this.tables = new PlannedTables(plan, side, dialect, other);
        this.statements = plan.tables().stream().collect(Collectors.toMap(t -> t, t -> dialect.sql(t, side)));
        this.stored = plan.tables().stream()
                .collect(Collectors.groupingBy(
                        t -> t.on(side).name(), Collectors.mapping(PlannedTable::name, Collectors.toList())));
        this.acting = plan.tables().stream().map(PlannedTable::name).collect(Collectors.toUnmodifiableSet());
    }

    /** Returns whether the database may do more than write the rows when these tables are written. */
    boolean acts(Collection<DirtyKey> keys) {
        Set<String> tables = acting;
        for (DirtyKey key : keys) {
            if (tables.contains(key.table())) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether what Movex sets for a transaction is the session's until it is taken back. */
    boolean settingsOutliveTransactions() {
        return !dialect.restoreSession().isEmpty();
    }

    /** Returns whether connections are known to take several statements in one text. */
    boolean severalStatements() {
        SessionDefaults known = defaults;
        return known != null && known.severalStatements();
    }

    /** Returns whether the pool wants its connections back with each statement a transaction of its own. */
    boolean autoCommits() {
        SessionDefaults known = defaults;
        return known != null && known.autoCommit();
    }

    /** Looks now and then on which tables the database does more than write. */
    void look(Connection connection) throws SQLException {
        long due = nextLook.get();
        if (System.nanoTime() - due < 0 || !nextLook.compareAndSet(due, System.nanoTime() + LOOKS.toNanos())) {
            return;
        }
        acting = dialect.actingTables(connection, stored.keySet()).stream()
                .map(stored::get)
                .flatMap(names -> Objects.requireNonNull(names).stream())
                .collect(Collectors.toUnmodifiableSet());
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

    /** Returns the statements for a planned table, or for a table of this side as a whole. */
    TableSql sql(PlannedTable table) {
        TableSql planned = statements.get(table);
        return planned == null ? tables.sql(table) : planned;
    }

    /** Returns how fresh sessions of the pool are set, if that has been asked before. */
    @Nullable SessionDefaults known() {
        return defaults;
    }

    /** Returns what names mean in a fresh session. */
    Names names(SessionDefaults of) {
        Names known = names;
        if (known == null || !known.path().equals(of.path()) || !known.syntax().equals(of.syntax())) {
            known = new Names(tables, of.path(), of.syntax());
            names = known;
        }
        return known;
    }

    /** Returns how fresh sessions of the pool are set, asking one the first time. */
    SessionDefaults defaults() throws SQLException {
        SessionDefaults known = defaults;
        if (known != null) {
            return known;
        }
        try (Connection fresh = pool.getConnection()) {
            return defaults(fresh);
        }
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
