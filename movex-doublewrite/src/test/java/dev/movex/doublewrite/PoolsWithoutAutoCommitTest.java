package dev.movex.doublewrite;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.RealPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Applications whose pool gives connections out with auto-commit off never switch it off themselves. */
@RealPostgres
class PoolsWithoutAutoCommitTest {
    private HikariDataSource source;
    private HikariDataSource target;
    private Rig rig;

    @BeforeEach
    void open(DatabasePair pair) throws SQLException {
        source = pool(pair.src());
        target = pool(pair.dst());
        rig = Rig.open(
                pair,
                DoubleWriteConfig.of("m1").withAck(Ack.BOTH),
                Steps.NONE,
                source,
                target,
                "CREATE TABLE t (id bigint PRIMARY KEY, a text)",
                "INSERT INTO t VALUES (1, 'start')");
    }

    private static HikariDataSource pool(DataSource database) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database);
        config.setAutoCommit(false);
        return new HikariDataSource(config);
    }

    @AfterEach
    void close() {
        rig.close();
        source.close();
        target.close();
    }

    @ParameterizedTest
    @EnumSource(Pattern.class)
    void transactionsAreThoseOfTheApplication(Pattern pattern) throws SQLException {
        rig.enter(pattern);
        try (Connection connection = rig.connect()) {
            assertThat(connection.getAutoCommit()).isFalse();
            connection.setReadOnly(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            Rig.update(connection, "UPDATE t SET a = ? WHERE id = ?", "taken back", 1);
            connection.rollback();
        }
        try (Connection connection = rig.connect()) {
            Rig.update(connection, "UPDATE t SET a = ? WHERE id = ?", "never committed", 1);
        }
        for (Side side : Side.values()) {
            assertThat(rig.rows(side, "SELECT a FROM t")).containsExactly("start");
        }

        try (Connection connection = rig.connect()) {
            Rig.update(connection, "UPDATE t SET a = ? WHERE id = ?", "kept", 1);
            connection.commit();
            connection.setAutoCommit(true);
            Rig.update(connection, "INSERT INTO t VALUES (?, ?)", 2, "by itself");
        }
        for (Side side : Side.values()) {
            boolean written = pattern.dual() || pattern.primary() == side;
            assertThat(rig.rows(side, "SELECT a FROM t ORDER BY id"))
                    .containsExactlyElementsOf(written ? List.of("kept", "by itself") : List.of("start"));
        }
        for (HikariDataSource pool : List.of(source, target)) {
            try (Connection physical = pool.getConnection()) {
                assertThat(physical.getAutoCommit()).isFalse();
            }
        }
    }
}
