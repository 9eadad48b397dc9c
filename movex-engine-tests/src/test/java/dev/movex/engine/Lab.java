package dev.movex.engine;

import static org.awaitility.Awaitility.await;

import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.access.CursorStore;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Hooks;
import dev.movex.core.access.Watch;
import dev.movex.core.control.Authority;
import dev.movex.core.control.Fence;
import dev.movex.core.control.Journal;
import dev.movex.core.control.SideFence;
import dev.movex.core.copy.Copier;
import dev.movex.core.copy.CopyOptions;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.event.EvidenceSink;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlanDraft;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.repair.JournalSweeper;
import dev.movex.core.repair.RepairOptions;
import dev.movex.core.repair.RepairResult;
import dev.movex.core.repair.Repairer;
import dev.movex.core.repair.UndoImages;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.KeysJson;
import dev.movex.core.row.RowKey;
import dev.movex.core.validate.FullValidator;
import dev.movex.core.validate.ValidationRun;
import dev.movex.core.validate.ValidationSetup;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.ServerKind;
import dev.movex.testkit.migration.ReadyMigration;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.awaitility.Awaitility;

/** A migration in {@code src_first} at epoch 1, from one real database to another. */
final class Lab {
    static {
        // a busy machine may take its time; waits end when their condition holds
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    static final String MIGRATION = "lab";

    private final DatabasePair pair;
    private final Databases databases;
    private final Plan plan;
    private volatile Authority authority = Authority.under(Pattern.SRC_FIRST, 1);

    private Lab(DatabasePair pair, PlanOptions options) {
        this.pair = pair;
        this.databases = Databases.of(pair.src(), pair.dst());
        try {
            ReadyMigration.install(databases, MIGRATION);
            this.plan = named(draft(pair, options).orThrow());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs the statements on both sides and reads the plan of what they made. */
    static Lab of(DatabasePair pair, String... ddl) {
        return of(pair, PlanOptions.all(), ddl);
    }

    static Lab of(DatabasePair pair, PlanOptions options, String... ddl) {
        for (Side side : Side.values()) {
            for (String text : ddl) {
                run(pair, side, text);
            }
        }
        return new Lab(pair, options);
    }

    static PlanDraft draft(DatabasePair pair, PlanOptions options) throws SQLException {
        return ReadyMigration.draft(Databases.of(pair.src(), pair.dst()), MIGRATION, options);
    }

    /** Tables are called the same whatever the source calls the place where they are. */
    private Plan named(Plan read) {
        if (pair.source().server().kind() == ServerKind.POSTGRESQL) {
            return read;
        }
        return new Plan(
                MIGRATION,
                read.tables().stream()
                        .map(t -> new PlannedTable(
                                "public." + t.src().name().name(),
                                t.src(),
                                t.dst(),
                                t.columns(),
                                t.updateTime(),
                                t.forms(),
                                t.mapping()))
                        .toList());
    }

    Databases databases() {
        return databases;
    }

    Plan plan() {
        return plan;
    }

    PlannedTable table(String name) {
        return plan.table("public." + name);
    }

    Authority authority() {
        return authority;
    }

    void authority(Authority other) {
        authority = other;
    }

    /** Changes what a side's control row shows. */
    void control(Side side, long epoch, boolean open) {
        exec(side, "UPDATE movex.control SET epoch = " + epoch + ", open = " + open);
    }

    /** Runs statements on a side, each a transaction of its own. */
    void exec(Side side, String... texts) {
        for (String text : texts) {
            run(pair, side, text);
        }
    }

    void execBoth(String... texts) {
        for (Side side : Side.values()) {
            exec(side, texts);
        }
    }

    /** Runs a statement that is written for the very server. */
    static void plain(DatabasePair pair, Side side, String text) {
        try (Connection connection = pair.of(side).dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        } catch (SQLException e) {
            throw new IllegalStateException(side + ": " + text, e);
        }
    }

    static void run(DatabasePair pair, Side side, String text) {
        try (Connection connection = pair.of(side).dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String one : ServerSql.on(pair.of(side), text)) {
                statement.execute(one);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(side + ": " + text, e);
        }
    }

    /** Reads the first column of a query's rows. */
    List<String> query(Side side, String text) {
        return query(side, text, 1);
    }

    private List<String> query(Side side, String text, int column) {
        return queryOf(databases.dataSource(side), databases.dialect(side), text, column);
    }

    static List<String> queryOf(DatabasePair pair, Side side, String text) {
        Databases both = Databases.of(pair.src(), pair.dst());
        return queryOf(both.dataSource(side), both.dialect(side), text, 1);
    }

    private static List<String> queryOf(DataSource source, Dialect dialect, String text, int column) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(dialect.canonicalSession());
            try (ResultSet rows = statement.executeQuery(text)) {
                List<String> values = new ArrayList<>();
                while (rows.next()) {
                    values.add(String.valueOf(rows.getString(column)));
                }
                return values;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(text, e);
        }
    }

    /** Waits until work is done, or stands before a lock on either side. */
    void awaitDoneOrLocked(Background<?> work) {
        await().until(() -> work.isDone() || locked(Side.SRC) || locked(Side.DST));
    }

    /** Returns whether a transaction of a side stands before a lock. */
    boolean locked(Side side) {
        if (postgres(side)) {
            return !query(
                            side,
                            "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                    + " AND datname = current_database()")
                    .isEmpty();
        }
        return query(side, "SHOW ENGINE INNODB STATUS", 3).get(0).contains("LOCK WAIT");
    }

    boolean postgres(Side side) {
        return pair.of(side).server().kind() == ServerKind.POSTGRESQL;
    }

    Database database(Side side) {
        return pair.of(side);
    }

    /** Returns whether nobody who passed a side's fence is under way. */
    boolean fenceFree(Side side) throws SQLException {
        if (postgres(side)) {
            String close = "SELECT pg_try_advisory_xact_lock(" + new Fence(MIGRATION).number() + ")";
            return query(side, close).equals(List.of("t"));
        }
        try (Connection connection = databases.begin(side);
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1 FROM movex.control FOR UPDATE NOWAIT");
            return true;
        } catch (SQLException e) {
            if (databases.dialect(side).transientFailure(e)) {
                return false;
            }
            throw e;
        }
    }

    /** Leaves journal rows behind, one for each key. */
    void leaveJournal(Side side, List<DirtyKey> keys) throws SQLException {
        try (Connection connection = databases.begin(side)) {
            for (DirtyKey key : keys) {
                new Fence(MIGRATION)
                        .journal(
                                connection,
                                databases.dialect(side),
                                "test",
                                KeysJson.write(List.of(key)),
                                new SideFence(side, 1, true),
                                false);
            }
            connection.commit();
        }
    }

    /** Reads all rows of a table as texts. */
    List<String> rows(Side side, String table) {
        if (postgres(Side.SRC) && postgres(Side.DST)) {
            return query(side, "SELECT t::text FROM " + table + " t ORDER BY 1");
        }
        List<String> rows = new ArrayList<>();
        try (Connection connection = databases.connect(side);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM " + table)) {
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    values.add(row.getString(i) == null ? "" : row.getString(i));
                }
                rows.add("(" + String.join(",", values) + ")");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(table, e);
        }
        return rows.stream().sorted().toList();
    }

    static DirtyKey key(String table, String... parts) {
        return new DirtyKey("public." + table, RowKey.of(parts));
    }

    long journalRows(Side side) throws SQLException {
        try (Connection connection = databases.connect(side)) {
            return new Journal(MIGRATION, databases.dialect(side))
                    .depth(connection)
                    .rows();
        }
    }

    Repairer repairer(Hooks hooks) {
        return repairer(hooks, RepairOptions.standard());
    }

    Repairer repairer(Hooks hooks, RepairOptions options) {
        return new Repairer(plan, databases, options, hooks, UndoImages.none());
    }

    RepairResult repair(DirtyKey... keys) throws SQLException, InterruptedException {
        return repairer(Hooks.real()).repair(List.of(keys), this::authority);
    }

    JournalSweeper sweeper(Duration age) {
        return new JournalSweeper(databases, MIGRATION, repairer(Hooks.real()), age, Hooks.real());
    }

    /** Returns a setup whose events go to the given list. */
    ValidationSetup validation(List<InconsistentEvent> events) {
        return ValidationSetup.standard(plan, databases, events::add, EvidenceSink.none())
                .withPatience(Duration.ofMillis(500));
    }

    ValidationRun validate(List<InconsistentEvent> events) throws SQLException, InterruptedException {
        return new FullValidator(validation(events), Hooks.real()).run(this::authority, Watch.none());
    }

    Copier copier(CursorStore cursors, CopyOptions options, Hooks hooks) {
        return new Copier(plan, databases, cursors, repairer(hooks), options, hooks);
    }
}
