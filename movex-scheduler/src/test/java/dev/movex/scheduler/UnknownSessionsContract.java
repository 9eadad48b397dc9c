package dev.movex.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.movex.core.MigrationState;
import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Pauser;
import dev.movex.core.access.RenewedDataSource;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.DatabaseServer;
import dev.movex.testkit.database.ServerKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions that write the source past Movex. */
@Timeout(180)
abstract class UnknownSessionsContract {
    private static final String PASSWORD = "unknown-Test-1";
    private static final String GATE = "unknown sessions";

    private final List<String> users = new ArrayList<>();
    private Lab lab;
    private Lab.Process process;

    @BeforeEach
    void start(DatabasePair pair) throws Exception {
        lab = new Lab(pair);
        for (Side side : Side.values()) {
            lab.execute(side, "CREATE TABLE item (id bigint PRIMARY KEY, name varchar(40), utime bigint NOT NULL)");
        }
        lab.execute(Side.SRC, "INSERT INTO item VALUES (1, 'one', 1)");
        process = lab.start();
        process.migration().move(MigrationState.SRC_ONLY, "test", "", false);
        process.execute("UPDATE item SET name = 'by Movex' WHERE id = 1");
    }

    @AfterEach
    void close() throws Exception {
        for (String user : users) {
            asAdministrator(
                    postgres() ? List.of("DROP OWNED BY " + user, "DROP ROLE " + user) : List.of("DROP USER " + user));
        }
        lab.close();
    }

    private boolean postgres() {
        return lab.pair.of(Side.SRC).server().kind() == ServerKind.POSTGRESQL;
    }

    private void asAdministrator(List<String> statements) throws SQLException {
        DatabaseServer server = lab.pair.of(Side.SRC).server();
        try (Connection connection =
                        server.dataSource(lab.pair.of(Side.SRC).name()).getConnection();
                Statement statement = connection.createStatement()) {
            for (String text : statements) {
                statement.execute(text);
            }
        }
    }

    DataSource user(String name, String may) throws SQLException {
        String user = name + "_" + Long.toHexString(System.nanoTime());
        users.add(user);
        String item = postgres() ? "item" : lab.pair.of(Side.SRC).name() + ".item";
        asAdministrator(List.of(
                postgres()
                        ? "CREATE ROLE " + user + " LOGIN PASSWORD '" + PASSWORD + "'"
                        : "CREATE USER " + user + " IDENTIFIED BY '" + PASSWORD + "'",
                "GRANT " + may + " ON " + item + " TO " + user));
        return new RenewedDataSource(lab.pair.of(Side.SRC).url(), user, () -> PASSWORD);
    }

    GateResult gate() {
        return process.migration().gates(MigrationState.SRC_FIRST).stream()
                .filter(g -> g.gate().equals(GATE))
                .findFirst()
                .orElseThrow();
    }

    /** Looks at the source by other connections. */
    GateResult lookAt(Databases databases) throws SQLException {
        return new UnknownSessions(
                        lab.plan(lab.databases()),
                        databases,
                        process.dataSource().members(),
                        Pauser.real())
                .look(Side.SRC);
    }

    @Test
    void theSessionsOfMembersAndOfMovexAreKnown() throws Exception {
        try (Connection open = process.dataSource().getConnection();
                Statement statement = open.createStatement()) {
            open.setAutoCommit(false);
            statement.execute("UPDATE item SET name = 'in a transaction' WHERE id = 1");
            assertThat(gate().reason()).contains("none");
            assertThat(gate().passed()).isTrue();
            open.rollback();
        }
    }

    @Test
    void aTransactionThatWritesPastMovexRefusesThePromotionUnlessAReasonOverridesIt() throws Exception {
        try (Connection stranger = lab.pair.of(Side.SRC).dataSource().getConnection();
                Statement statement = stranger.createStatement()) {
            stranger.setAutoCommit(false);
            statement.execute("INSERT INTO item VALUES (2, 'past Movex', 1)");
            assertThatThrownBy(() -> process.migration().move(MigrationState.SRC_FIRST, "test", "", false))
                    .isInstanceOf(MoveRefusedException.class)
                    .hasMessageContaining(GATE)
                    .hasMessageContaining("belong to no member");
            process.migration().move(MigrationState.SRC_FIRST, "test", "a known batch job", true);
            stranger.rollback();
        }
        assertThat(process.migration().auditTrail().toString()).contains("a known batch job");
    }

    @Test
    void anIdleSessionOfAnotherUserThatMayWriteRefusesIt() throws Exception {
        try (Connection stranger = user("batch", "SELECT, INSERT").getConnection()) {
            assertThat(stranger.isValid(5)).isTrue();
            assertThat(gate().passed()).isFalse();
            assertThat(gate().reason()).contains("of batch_");
        }
    }

    @Test
    void whoMayNotSeeOthersIsToldThePrivilege() throws Exception {
        Databases databases = lab.databases();
        Databases weak =
                new Databases(user("weak", "SELECT"), databases.srcDialect(), databases.dst(), databases.dstDialect());
        GateResult result = lookAt(weak);
        assertThat(result.passed()).isFalse();
        assertThat(result.reason()).contains(postgres() ? "pg_read_all_stats" : "PROCESS");
    }
}
