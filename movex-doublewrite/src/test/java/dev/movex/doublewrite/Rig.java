package dev.movex.doublewrite;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.movex.core.MigrationState;
import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.control.Assignment;
import dev.movex.core.dialect.ControlSql;
import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.dialect.Dialects;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlanDraft;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.PlanReader;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.plan.Table;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.KeysJson;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.DatabasePair;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A migration for a test: the same tables on both sides, control rows, and a data source. The change of pattern is done
 * by hand, without pause.
 */
final class Rig implements AutoCloseable {
    static {
        // a busy machine may take its time; waits end when their condition holds
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    static final String MIGRATION = "test";

    private final DatabasePair pair;
    private final Map<Side, Dialect> dialects;
    private final Plan plan;
    private final MovexDataSource movex;
    private long epoch;

    private Rig(DatabasePair pair, Map<Side, Dialect> dialects, Plan plan, MovexDataSource movex) {
        this.pair = pair;
        this.dialects = dialects;
        this.plan = plan;
        this.movex = movex;
    }

    static Rig open(DatabasePair pair, String... ddl) throws SQLException {
        return open(pair, DoubleWriteConfig.of("m1"), Steps.NONE, ddl);
    }

    static Rig open(DatabasePair pair, DoubleWriteConfig config, Steps steps, String... ddl) throws SQLException {
        return open(pair, config, steps, pair.src(), pair.dst(), ddl);
    }

    /** Opens a rig whose pools are given; all tables of the schema public are planned, but for those named free_…. */
    static Rig open(
            DatabasePair pair,
            DoubleWriteConfig config,
            Steps steps,
            DataSource source,
            DataSource target,
            String... ddl)
            throws SQLException {
        execute(pair.src(), ddl);
        execute(pair.dst(), ddl);
        return opened(pair, config, steps, source, target);
    }

    /** Opens a rig over tables that exist. */
    static Rig opened(DatabasePair pair, DoubleWriteConfig config, Steps steps, DataSource source, DataSource target)
            throws SQLException {
        try (Connection src = pair.src().getConnection();
                Connection dst = pair.dst().getConnection()) {
            Dialect from = Dialects.of(src);
            Dialect to = Dialects.of(dst);
            boolean postgres = from.name().equals(to.name()) && from.name().equals("postgresql");
            Plan plan = postgres
                    ? plan(from.readTables(src, List.of()), to.readTables(dst, List.of()))
                    : read(new DatabaseView(from, src), new DatabaseView(to, dst));
            MovexDataSource movex = MovexDataSource.open(
                    config, plan, new Engine.Database(source, from), new Engine.Database(target, to), steps);
            return new Rig(pair, Map.of(Side.SRC, from, Side.DST, to), plan, movex);
        }
    }

    private static Plan read(DatabaseView src, DatabaseView dst) throws SQLException {
        PlanDraft draft = PlanReader.read(MIGRATION, src, dst, PlanOptions.all());
        List<PlannedTable> tables = draft.plan().tables().stream()
                .filter(t -> !t.src().name().name().startsWith("free_"))
                .toList();
        return new Plan(MIGRATION, tables);
    }

    static Plan plan(List<Table> src, List<Table> dst) {
        List<PlannedTable> tables = new ArrayList<>();
        for (Table table : src) {
            Table other = dst.stream()
                    .filter(t -> t.name().equals(table.name()))
                    .findFirst()
                    .orElseThrow();
            if (!table.name().name().startsWith("free_") && !table.key().isEmpty()) {
                List<String> columns =
                        table.writableColumns().stream().map(c -> c.name()).toList();
                tables.add(new PlannedTable(table.name().toString(), table, other, columns, null));
            }
        }
        return new Plan(MIGRATION, tables);
    }

    static HikariDataSource pool(DataSource database, int size) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database);
        config.setMaximumPoolSize(size);
        config.setConnectionTimeout(5_000);
        return new HikariDataSource(config);
    }

    /** Opens a pool whose URL has one more option. */
    static HikariDataSource pool(Database database, String option, int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.urlWith(option));
        config.setUsername(database.username());
        config.setPassword(database.password());
        config.setMaximumPoolSize(size);
        return new HikariDataSource(config);
    }

    MovexDataSource movex() {
        return movex;
    }

    Plan plan() {
        return plan;
    }

    DatabasePair pair() {
        return pair;
    }

    long epoch() {
        return epoch;
    }

    Connection connect() throws SQLException {
        return movex.getConnection();
    }

    /** Changes the pattern on both sides and tells the member; all tables count as proven. */
    Rig enter(Pattern pattern) throws SQLException {
        return enter(pattern, plan.tables().stream().map(PlannedTable::name).collect(Collectors.toSet()));
    }

    Rig enter(Pattern pattern, Set<String> proven) throws SQLException {
        raise(pattern);
        movex.member().adopt(new Assignment(pattern, epoch, proven));
        return this;
    }

    /** Changes the pattern on both sides without telling the member. */
    void raise(Pattern pattern) throws SQLException {
        epoch++;
        for (Side side : Side.values()) {
            control(side, pattern, epoch, pattern.primary() == side);
        }
    }

    /** Writes the control row of one side. */
    void control(Side side, Pattern pattern, long atEpoch, boolean open) throws SQLException {
        try (Connection connection = pair.of(side).dataSource().getConnection()) {
            ControlSql sqls = Objects.requireNonNull(dialects.get(side)).control();
            for (String sql : sqls.create()) {
                execute(connection, sql);
            }
            if (atEpoch == 1) {
                // the servers that tests share may keep one schema for all databases
                for (String sql : sqls.deleteMigration()) {
                    update(connection, sql, MIGRATION);
                }
            }
            try (PreparedStatement delete = connection.prepareStatement(sqls.deleteControl());
                    PreparedStatement insert = connection.prepareStatement(sqls.insertControl())) {
                delete.setString(1, MIGRATION);
                delete.executeUpdate();
                insert.setString(1, MIGRATION);
                insert.setLong(2, atEpoch);
                insert.setString(3, pattern.wire());
                insert.setBoolean(4, open);
                insert.setString(5, MigrationState.ofWire(pattern.wire()).wire());
                insert.executeUpdate();
            }
        }
    }

    static void execute(DataSource database, String... sql) throws SQLException {
        try (Connection connection = database.getConnection()) {
            for (String each : sql) {
                execute(connection, each);
            }
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Runs a statement through Movex, in auto-commit mode. */
    void run(String sql, Object... values) throws SQLException {
        try (Connection connection = connect()) {
            update(connection, sql, values);
        }
    }

    static int update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            return statement.executeUpdate();
        }
    }

    static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    /** Returns the rows of a query on one side, as texts. */
    List<String> rows(Side side, String sql) throws SQLException {
        return rows(pair.of(side).dataSource(), sql);
    }

    static List<String> rows(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return texts(connection, sql);
        }
    }

    /** Returns the rows of a query on a connection, as texts. */
    static List<String> texts(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.append(i == 1 ? "" : "|").append(result.getString(i));
                }
                rows.add(row.toString());
            }
            return rows;
        }
    }

    /** Returns the keys that journal rows of a side name. */
    List<DirtyKey> journal(Side side) throws SQLException {
        String column = Objects.requireNonNull(dialects.get(side)).quote("keys");
        return rows(side, "SELECT " + column + " FROM movex.journal WHERE migration = '" + MIGRATION + "' ORDER BY id")
                .stream()
                .flatMap(json -> KeysJson.read(json).stream())
                .toList();
    }

    @Override
    public void close() {
        movex.close();
    }
}
