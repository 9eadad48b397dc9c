package dev.movex.scheduler;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlanDraft;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.PlanReader;
import dev.movex.doublewrite.Ack;
import dev.movex.doublewrite.Coordination;
import dev.movex.doublewrite.DoubleWriteConfig;
import dev.movex.doublewrite.MovexDataSource;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.SharedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.awaitility.Awaitility;

/** Two real databases and what a migration between them is put together of. */
final class Lab implements AutoCloseable {
    static {
        // a busy machine may take its time; waits end when their condition holds
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    static final Settings QUICK = new Settings(
            2,
            Duration.ofMillis(100),
            Duration.ofMinutes(5),
            Duration.ZERO,
            100,
            5,
            Duration.ofSeconds(3),
            Duration.ofSeconds(5),
            Duration.ofMillis(100),
            Duration.ofMillis(200),
            2,
            1_000,
            false);

    private static final String TABLES = """
            CREATE TABLE parent (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text, utime bigint NOT NULL);
            CREATE TABLE child (id bigint PRIMARY KEY, parent_id bigint REFERENCES parent, note text)""";

    final DatabasePair pair;
    final List<InconsistentEvent> events = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private PlanOptions options = PlanOptions.all();
    private Ack acknowledged = Ack.PRIMARY;
    private final Map<MovexDataSource, List<HikariDataSource>> pools = new HashMap<>();

    Lab() {
        this(SharedPostgres.pair());
    }

    Lab(DatabasePair pair) {
        this.pair = pair;
    }

    PlanOptions options() {
        return options;
    }

    /** Moves other tables than all. */
    Lab with(PlanOptions chosen) {
        options = chosen;
        return this;
    }

    Databases databases() {
        return Databases.of(
                pool(Side.SRC, pair.of(Side.SRC).server().port()),
                pool(Side.DST, pair.of(Side.DST).server().port()));
    }

    /** Creates two small tables on both sides and fills those of the source. */
    Lab withTables(int rows) throws SQLException {
        execute(Side.SRC, TABLES);
        execute(Side.DST, TABLES);
        execute(
                Side.SRC,
                "INSERT INTO parent (name, utime) SELECT 'p' || n, n FROM generate_series(1, " + rows + ") n");
        execute(Side.SRC, "INSERT INTO child SELECT n, n, 'c' || n FROM generate_series(1, " + rows + ") n");
        return this;
    }

    Plan plan(Databases databases) throws SQLException {
        return draft(databases).plan();
    }

    PlanDraft draft(Databases databases) throws SQLException {
        return draft(databases, "lab", options);
    }

    private static PlanDraft draft(Databases databases, String migration, PlanOptions options) throws SQLException {
        try (Connection src = databases.open(Side.SRC);
                Connection dst = databases.open(Side.DST)) {
            return PlanReader.read(
                    migration,
                    new DatabaseView(databases.srcDialect(), src),
                    new DatabaseView(databases.dstDialect(), dst),
                    options);
        }
    }

    /** An application process: its data source and its migration. */
    record Process(MovexDataSource dataSource, Migration migration) implements AutoCloseable {
        @Override
        public void close() {
            migration.close();
            dataSource.close();
        }

        void execute(String sql) throws SQLException {
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
    }

    Process start() throws SQLException, InterruptedException {
        return start(QUICK);
    }

    Process start(Settings settings) throws SQLException, InterruptedException {
        return start(settings, databases(), pair.of(Side.DST).server().port());
    }

    /** Starts a process whose application reaches the target through another port, such as that of a relay. */
    Process start(Settings settings, Databases databases, int targetPort) throws SQLException, InterruptedException {
        return start(plan(databases), options, settings, databases, targetPort);
    }

    /** Starts a process of a migration that moves one table alone. */
    Process start(String migration, String table) throws SQLException, InterruptedException {
        Databases databases = databases();
        PlanOptions one = PlanOptions.all().tables(List.of(table), List.of());
        Plan plan = draft(databases, migration, one).plan();
        return start(plan, one, QUICK, databases, pair.of(Side.DST).server().port());
    }

    /** Starts a process whose writers wait for another acknowledgement. */
    Process start(Ack ack) throws SQLException, InterruptedException {
        acknowledged = ack;
        return start();
    }

    private Process start(Plan plan, PlanOptions chosen, Settings settings, Databases databases, int targetPort)
            throws SQLException, InterruptedException {
        MigrationConfig config = new MigrationConfig(plan, chosen, databases, settings).withEventListener(events::add);
        MovexDataSource dataSource = MovexDataSource.open(
                DoubleWriteConfig.of("lab").withAck(acknowledged).withKeyListener(config.writtenKeys()::offer),
                plan,
                pool(Side.SRC, pair.of(Side.SRC).server().port()),
                databases.srcDialect(),
                pool(Side.DST, targetPort),
                databases.dstDialect());
        Process process = new Process(dataSource, Migration.open(config, dataSource.members()));
        open.add(0, process);
        return process;
    }

    /** Starts an application process whose coordinator is elsewhere. It closes itself, or is killed. */
    MovexDataSource member(String name, Coordination coordination) throws SQLException {
        return member(
                name,
                coordination,
                pair.of(Side.SRC).server().port(),
                pair.of(Side.DST).server().port());
    }

    /** Starts a process that reaches the databases through other ports, such as those of relays. */
    MovexDataSource member(String name, Coordination coordination, int sourcePort, int targetPort) throws SQLException {
        Databases databases = databases();
        HikariDataSource source = (HikariDataSource) pool(Side.SRC, sourcePort);
        HikariDataSource target = (HikariDataSource) pool(Side.DST, targetPort);
        MovexDataSource member = MovexDataSource.open(
                DoubleWriteConfig.of(name).withCoordination(coordination),
                plan(databases),
                source,
                databases.srcDialect(),
                target,
                databases.dstDialect());
        pools.put(member, List.of(source, target));
        return member;
    }

    /** Cuts a member off from both databases, so that it can do nothing any more, nor say so. */
    void kill(MovexDataSource member) {
        Objects.requireNonNull(pools.get(member)).forEach(HikariDataSource::close);
    }

    DataSource pool(Side side, int port) {
        Database database = pair.of(side);
        HikariConfig config = new HikariConfig();
        config.setDataSource(database.dataSource(port));
        config.setMaximumPoolSize(16);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(2_000);
        config.setInitializationFailTimeout(-1);
        HikariDataSource pool = new HikariDataSource(config);
        open.add(pool);
        return pool;
    }

    void execute(Side side, String sql) throws SQLException {
        try (Connection connection = pair.of(side).dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    long number(Side side, String sql) throws SQLException {
        try (Connection connection = pair.of(side).dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
        pair.close();
    }
}
