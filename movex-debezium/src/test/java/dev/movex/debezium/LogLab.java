package dev.movex.debezium;

import static org.awaitility.Awaitility.await;

import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.access.CursorStore;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Hooks;
import dev.movex.core.access.Watch;
import dev.movex.core.control.Authority;
import dev.movex.core.event.EvidenceSink;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.follow.ChangeLog;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.validate.IncrementalOptions;
import dev.movex.core.validate.IncrementalValidator;
import dev.movex.core.validate.KeyQueue;
import dev.movex.core.validate.ValidationRun;
import dev.movex.core.validate.ValidationSetup;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.DatabaseServer;
import dev.movex.testkit.database.EmbeddedMariaDbServer;
import dev.movex.testkit.database.EmbeddedMySqlServer;
import dev.movex.testkit.database.EmbeddedPostgresServer;
import dev.movex.testkit.database.ServerKind;
import dev.movex.testkit.database.SharedServers;
import dev.movex.testkit.migration.ReadyMigration;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A source whose log can be read, on a server of its own, and a target, under {@code src_first}. */
final class LogLab implements AutoCloseable {
    private static final String MIGRATION = "log";

    private final DatabaseServer server;
    private final Database source;
    private final Database target;
    private final Databases databases;
    private final Plan plan;
    private final CursorStore cursors = CursorStore.inMemory();

    LogLab(ServerKind kind) throws SQLException {
        this.server = server(kind);
        this.source = Database.create(server, "log_source");
        this.target = SharedServers.database(ServerKind.POSTGRESQL, Side.DST);
        this.databases = Databases.of(source.dataSource(), target.dataSource());
        for (Side side : Side.values()) {
            exec(side, "CREATE TABLE item (id bigint PRIMARY KEY, note varchar(40))");
            exec(side, "CREATE TABLE part (code varchar(20), n int, note varchar(40), PRIMARY KEY (code, n))");
        }
        ReadyMigration.install(databases, MIGRATION);
        this.plan =
                ReadyMigration.draft(databases, MIGRATION, PlanOptions.all()).orThrow();
    }

    static DatabaseServer server(ServerKind kind) {
        return switch (kind) {
            case POSTGRESQL ->
                EmbeddedPostgresServer.builder().setting("wal_level", "logical").start();
            case MARIADB -> EmbeddedMariaDbServer.builder().durable(false).start();
            case MYSQL -> EmbeddedMySqlServer.builder().durable(false).start();
        };
    }

    ChangeLog reader() {
        return logs().open(Side.SRC, cursors);
    }

    DebeziumLogs logs() {
        LogSource log = LogSource.of(source.url(), server.username(), server::password);
        return new DebeziumLogs(plan, databases, log, log);
    }

    /** Empties the tables, and lets the server forget that its log was read. */
    void forget() throws SQLException {
        for (Side side : Side.values()) {
            exec(side, "DELETE FROM item", "DELETE FROM part");
        }
        logs().forget(Side.SRC, cursors);
    }

    /** Returns the plan's name of a table. */
    String table(String name) {
        return plan.tables().stream()
                .map(t -> t.name())
                .filter(t -> t.endsWith("." + name))
                .findFirst()
                .orElseThrow();
    }

    /** Writes as a script does that knows nothing of Movex. */
    void exec(Side side, String... texts) throws SQLException {
        try (Connection connection = databases.dataSource(side).getConnection();
                Statement statement = connection.createStatement()) {
            for (String text : texts) {
                statement.execute(text);
            }
        }
    }

    /** Begins a file of the binary log anew, and deletes those before it, as soon as nobody reads them any more. */
    void throwBinlogAway() throws SQLException {
        try (Connection connection = server.dataSource(source.name()).getConnection();
                Statement statement = connection.createStatement()) {
            await().until(() -> {
                statement.execute("FLUSH BINARY LOGS");
                List<String> files = files(statement);
                statement.execute("PURGE BINARY LOGS TO '" + files.get(files.size() - 1) + "'");
                return files(statement).size() == 1;
            });
        }
    }

    private static List<String> files(Statement statement) throws SQLException {
        List<String> files = new ArrayList<>();
        try (ResultSet row = statement.executeQuery("SHOW BINARY LOGS")) {
            while (row.next()) {
                files.add(row.getString(1));
            }
        }
        return files;
    }

    void rolledBack(String text) throws SQLException {
        try (Connection connection = databases.dataSource(Side.SRC).getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(text);
            connection.rollback();
        }
    }

    /** Returns an incremental validation that has no other source of keys. */
    Incremental incremental(ChangeLog reader, List<InconsistentEvent> events) {
        ValidationSetup setup = ValidationSetup.standard(plan, databases, events::add, EvidenceSink.none())
                .withPatience(Duration.ofMillis(500));
        IncrementalValidator validator = new IncrementalValidator(
                setup,
                new KeyQueue(10),
                reader.feed(),
                CursorStore.inMemory(),
                IncrementalOptions.from(Long.MAX_VALUE / 2),
                Hooks.real());
        Authority authority = Authority.under(Pattern.SRC_FIRST, 1);
        return () -> validator.window(() -> authority, Watch.none());
    }

    interface Incremental {
        ValidationRun window() throws Exception;
    }

    void restartServer() {
        server.crash();
        server.start();
    }

    @Override
    public void close() {
        target.close();
        server.close();
    }
}
