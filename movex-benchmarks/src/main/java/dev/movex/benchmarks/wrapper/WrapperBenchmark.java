package dev.movex.benchmarks.wrapper;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.dialect.Dialects;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.PlanReader;
import dev.movex.doublewrite.DoubleWriteConfig;
import dev.movex.doublewrite.MovexDataSource;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.EmbeddedPostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Calls of an application on a real PostgreSQL server, through its pool alone and through Movex in {@code src_only}. One
 * thread; each call takes its connection from the pool and gives it back.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class WrapperBenchmark {
    private static final int ROWS = 1_000;

    /** {@code plain} for the pool alone, {@code movex} for Movex above it. */
    @Param({"plain", "movex"})
    String way = "plain";

    private EmbeddedPostgresServer server;
    private HikariDataSource source;
    private HikariDataSource target;
    private MovexDataSource movex;
    private DataSource used;
    private long next;

    /** Starts the server, fills a table and opens the pools. */
    @Setup
    public void open() throws SQLException {
        // commits are not forced to disk: the wrapper is looked at, not the disk
        server = EmbeddedPostgresServer.builder().durable(false).start();
        Database src = database("src");
        Database dst = database("dst");
        source = pool(src);
        target = pool(dst);
        try (Connection from = src.dataSource().getConnection();
                Connection to = dst.dataSource().getConnection()) {
            Dialect dialect = Dialects.of(from);
            Plan plan = PlanReader.read(
                            "wrapper",
                            new DatabaseView(dialect, from),
                            new DatabaseView(dialect, to),
                            PlanOptions.all())
                    .plan();
            movex = MovexDataSource.open(DoubleWriteConfig.of("wrapper"), plan, source, dialect, target, dialect);
        }
        used = way.equals("movex") ? movex : source;
    }

    private Database database(String name) throws SQLException {
        Database database = Database.create(server, name);
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (id bigint PRIMARY KEY, n int NOT NULL, note text NOT NULL)");
            statement.execute(
                    "INSERT INTO t SELECT i, 0, 'a note of some length' FROM generate_series(1, " + ROWS + ") i");
        }
        return database;
    }

    private static HikariDataSource pool(Database database) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database.dataSource());
        config.setMaximumPoolSize(2);
        return new HikariDataSource(config);
    }

    /** Closes the pools and ends the server. */
    @TearDown
    public void close() {
        movex.close();
        source.close();
        target.close();
        server.close();
    }

    /** Reads one row by its key, in auto-commit mode. */
    @Benchmark
    public String select() throws SQLException {
        try (Connection connection = used.getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT n, note FROM t WHERE id = ?")) {
            statement.setLong(1, nextKey());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(2);
            }
        }
    }

    /** Changes two rows by their keys in one transaction. */
    @Benchmark
    public int transaction() throws SQLException {
        try (Connection connection = used.getConnection()) {
            connection.setAutoCommit(false);
            int changed = update(connection) + update(connection);
            connection.commit();
            connection.setAutoCommit(true);
            return changed;
        }
    }

    private int update(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("UPDATE t SET n = n + ? WHERE id = ?")) {
            statement.setInt(1, 1);
            statement.setLong(2, nextKey());
            return statement.executeUpdate();
        }
    }

    private long nextKey() {
        next = next % ROWS + 1;
        return next;
    }
}
