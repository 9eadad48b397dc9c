package dev.movex.engine;

import static org.awaitility.Awaitility.await;

import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.access.CursorStore;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Hooks;
import dev.movex.core.access.Watch;
import dev.movex.core.control.Authority;
import dev.movex.core.control.Journal;
import dev.movex.core.copy.Copier;
import dev.movex.core.copy.CopyOptions;
import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.event.EvidenceSink;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlanDraft;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.PlanReader;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.repair.JournalSweeper;
import dev.movex.core.repair.RepairOptions;
import dev.movex.core.repair.RepairResult;
import dev.movex.core.repair.Repairer;
import dev.movex.core.repair.UndoImages;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.RowKey;
import dev.movex.core.validate.FullValidator;
import dev.movex.core.validate.ValidationRun;
import dev.movex.core.validate.ValidationSetup;
import dev.movex.testkit.database.DatabasePair;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** A migration in {@code src_first} at epoch 1, from one real database to another. */
final class Lab {
    static final String MIGRATION = "lab";

    private final DatabasePair pair;
    private final Databases databases;
    private final Plan plan;
    private volatile Authority authority = Authority.under(Pattern.SRC_FIRST, 1);

    private Lab(DatabasePair pair, PlanOptions options) {
        this.pair = pair;
        this.databases = Databases.of(pair.src(), pair.dst());
        try {
            for (Side side : Side.values()) {
                install(side);
            }
            this.plan = draft(pair, options).orThrow();
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
        Databases both = Databases.of(pair.src(), pair.dst());
        try (Connection src = both.open(Side.SRC);
                Connection dst = both.open(Side.DST)) {
            return PlanReader.read(
                    MIGRATION,
                    new DatabaseView(both.srcDialect(), src),
                    new DatabaseView(both.dstDialect(), dst),
                    options);
        }
    }

    private void install(Side side) throws SQLException {
        Dialect dialect = databases.dialect(side);
        try (Connection connection = databases.connect(side)) {
            for (String text : dialect.control().create()) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(text);
                }
            }
            try (PreparedStatement insert =
                    connection.prepareStatement(dialect.control().insertControl())) {
                insert.setString(1, MIGRATION);
                insert.setLong(2, 1);
                insert.setString(3, "src_first");
                insert.setBoolean(4, side == Side.SRC);
                insert.setString(5, "src_first");
                insert.executeUpdate();
            }
        }
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

    static void run(DatabasePair pair, Side side, String text) {
        try (Connection connection = pair.of(side).dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        } catch (SQLException e) {
            throw new IllegalStateException(side + ": " + text, e);
        }
    }

    /** Reads the first column of a query's rows. */
    List<String> query(Side side, String text) {
        return queryOf(databases.dataSource(side), databases.dialect(side), text);
    }

    static List<String> queryOf(DatabasePair pair, Side side, String text) {
        Databases both = Databases.of(pair.src(), pair.dst());
        return queryOf(both.dataSource(side), both.dialect(side), text);
    }

    private static List<String> queryOf(DataSource source, Dialect dialect, String text) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(dialect.canonicalSession());
            try (ResultSet rows = statement.executeQuery(text)) {
                List<String> values = new ArrayList<>();
                while (rows.next()) {
                    values.add(String.valueOf(rows.getString(1)));
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

    private boolean locked(Side side) {
        return !query(
                        side,
                        "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")
                .isEmpty();
    }

    /** Reads all rows of a table as texts. */
    List<String> rows(Side side, String table) {
        return query(side, "SELECT t::text FROM " + table + " t ORDER BY 1");
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
