package dev.movex.debezium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.access.CursorStore;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Pauser;
import dev.movex.core.access.RenewedDataSource;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.dialect.Grants;
import dev.movex.core.follow.ChangeLog;
import dev.movex.core.follow.LogName;
import dev.movex.core.follow.WriteStop;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.SequencePair;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.DatabaseServer;
import dev.movex.testkit.database.ServerKind;
import dev.movex.testkit.database.SharedServers;
import dev.movex.testkit.migration.ReadyMigration;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A user that has what the script grants, and nothing else, reads the log; what is taken away is named. */
@Timeout(300)
abstract class LogGrantsContract {
    private static final String PASSWORD = "grants-Test-1";
    private static final String MIGRATION = "granted";

    static {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    private DatabaseServer server;
    private Database source;
    private Database target;
    private DebeziumLogs logs;
    private final CursorStore cursors = CursorStore.inMemory();

    abstract ServerKind kind();

    /** Returns statements that take the right to read the log away again, each with a word of what is said then. */
    abstract List<String[]> taken();

    @BeforeEach
    void create() throws Exception {
        Assumptions.assumeTrue(
                kind().unavailable().isEmpty(), kind().unavailable().orElse(""));
        server = LogLab.server(kind());
        source = Database.create(server, "granted");
        target = SharedServers.database(ServerKind.POSTGRESQL, Side.DST);
        for (Database database : List.of(source, target)) {
            execute(database, "CREATE TABLE item (id bigint PRIMARY KEY, note varchar(40))");
        }
        boolean postgres = kind() == ServerKind.POSTGRESQL;
        for (String user : List.of("web", "mover")) {
            execute(
                    source,
                    postgres
                            ? "CREATE ROLE " + user + " LOGIN PASSWORD '" + PASSWORD + "'"
                            : "CREATE USER " + user + " IDENTIFIED BY '" + PASSWORD + "'");
        }
        Databases own = Databases.of(source.dataSource(), target.dataSource());
        grant(own);
        Databases granted =
                Databases.of(new RenewedDataSource(source.url(), "mover", () -> PASSWORD), target.dataSource());
        ReadyMigration.install(granted, MIGRATION);
        Plan plan = ReadyMigration.draft(granted, MIGRATION, PlanOptions.all()).orThrow();
        LogSource log = LogSource.of(source.url(), "mover", () -> PASSWORD);
        logs = new DebeziumLogs(plan, granted, log, log);
    }

    private void grant(Databases own) throws SQLException {
        Plan plan = ReadyMigration.draft(own, MIGRATION, PlanOptions.all()).orThrow();
        Dialect dialect = own.srcDialect();
        try (Connection connection = own.open(Side.SRC);
                Connection administrator = administrator(source);
                Statement statement = administrator.createStatement()) {
            Grants grants = new Grants(
                    source.name(),
                    plan.tables().stream().map(table -> table.on(Side.SRC)).toList(),
                    dialect.readSequences(connection, SequencePair.schemas(plan.tables(), Side.SRC)),
                    "web",
                    "mover",
                    new Grants.ReadLog(LogName.of(MIGRATION, Side.SRC, source.name())));
            for (String text : dialect.grants(grants)) {
                statement.execute(text);
            }
        }
    }

    @AfterEach
    void close() {
        if (server != null) {
            target.close();
            server.close();
        }
    }

    private static Connection administrator(Database database) throws SQLException {
        return database.server().dataSource(database.name()).getConnection();
    }

    private static void execute(Database database, String text) throws SQLException {
        try (Connection connection = administrator(database);
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    @Test
    void theLogIsReadWithWhatTheScriptGrants() throws Exception {
        assertThat(logs.obstacles(Side.SRC)).isEmpty();
        for (int reads = 1; reads <= 2; reads++) {
            try (ChangeLog reader = logs.open(Side.SRC, cursors)) {
                await().untilAsserted(
                                () -> assertThat(reader.lag()).as(reader::fault).isPresent());
                execute(source, "INSERT INTO item VALUES (" + reads + ", 'x')");
                String wanted = String.valueOf(reads);
                await().until(() -> reader.feed().take(10).stream()
                        .anyMatch(key -> key.key().values().equals(List.of(wanted))));
                reader.feed().settle();
            }
        }
        logs.forget(Side.SRC, cursors);
        for (String[] one : taken()) {
            execute(source, one[0]);
            assertThat(logs.obstacles(Side.SRC)).anyMatch(obstacle -> obstacle.contains(one[1]));
        }
    }

    @Test
    void whoMayReadTheLogAndNotStopWritesIsTold() throws Exception {
        if (kind() != ServerKind.POSTGRESQL) {
            execute(source, "REVOKE TRIGGER ON item FROM mover");
        }
        WriteStop stop = new WriteStop(logs.plan(), logs.databases(), Pauser.real());
        assertThatThrownBy(() -> stop.stop(Side.SRC, Duration.ofSeconds(5)))
                .isInstanceOf(MovexException.class)
                .hasMessageContaining("MAY_NOT_STOP")
                .hasMessageContaining("grants --follow");
    }
}
