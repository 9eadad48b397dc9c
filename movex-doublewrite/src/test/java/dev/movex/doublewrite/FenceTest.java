package dev.movex.doublewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.doublewrite.Steps.Step;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.RealPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A transaction that a change of pattern overtook writes nothing, and says that it may be tried again. */
@RealPostgres
class FenceTest {
    private final TestSteps steps = new TestSteps();
    private Rig rig;

    @BeforeEach
    void open(DatabasePair pair) throws SQLException {
        rig = Rig.open(
                        pair,
                        DoubleWriteConfig.of("m1"),
                        steps,
                        "CREATE TABLE t (id bigint PRIMARY KEY, a text)",
                        "INSERT INTO t VALUES (1, 'old')")
                .enter(Pattern.SRC_FIRST);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPDATE t SET a = 'new' WHERE id = 1", "UPDATE t SET a = a || '!'", "DELETE FROM t"})
    void aRaisedPrimary(String sql) throws SQLException {
        rig.control(Side.SRC, Pattern.SRC_FIRST, rig.epoch() + 1, true);
        verifyFenced(sql);
    }

    @Test
    void aClosedPrimary() throws SQLException {
        rig.control(Side.SRC, Pattern.SRC_FIRST, rig.epoch(), false);
        verifyFenced("UPDATE t SET a = 'new' WHERE id = 1");
    }

    @Test
    void aRaisedSecondary() throws SQLException {
        rig.control(Side.DST, Pattern.DST_FIRST, rig.epoch() + 1, false);
        verifyFenced("UPDATE t SET a = 'new' WHERE id = 1");
    }

    @Test
    void anOpenSecondary() throws SQLException {
        rig.control(Side.DST, Pattern.DST_FIRST, rig.epoch(), true);
        verifyFenced("UPDATE t SET a = a || '!'");
    }

    @Test
    void aPrimaryThatIsClosedBetweenTheTwoLooks() throws SQLException {
        steps.once(Step.BEFORE_PRIMARY_COMMIT, s -> rig.control(Side.SRC, Pattern.SRC_FIRST, rig.epoch(), false));
        verifyFenced("UPDATE t SET a = 'new' WHERE id = 1");
    }

    @ParameterizedTest
    @ValueSource(ints = {Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE})
    void aTransactionWhoseSnapshotIsOlderThanTheChange(int isolation) throws SQLException {
        try (Connection connection = rig.connect()) {
            connection.setTransactionIsolation(isolation);
            connection.setAutoCommit(false);
            verifyOvertaken(connection);
        }
    }

    @Test
    void aSnapshotThatWasAskedForAsText() throws SQLException {
        try (Connection connection = rig.connect()) {
            Rig.execute(connection, "BEGIN ISOLATION LEVEL REPEATABLE READ");
            verifyOvertaken(connection);
        }
    }

    private void verifyOvertaken(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM t")) {
            assertThat(rows.next()).isTrue();
        }
        rig.control(Side.SRC, Pattern.SRC_FIRST, rig.epoch() + 1, true);
        assertThatThrownBy(() -> {
                    Rig.update(connection, "UPDATE t SET a = 'new' WHERE id = 1");
                    Rig.execute(connection, "COMMIT");
                })
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("40001"));
        verifyNothingWritten();
    }

    private void verifyFenced(String sql) throws SQLException {
        assertThatThrownBy(() -> rig.run(sql))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("40001"));
        assertThat(rig.movex().metrics().get(Metric.FENCED)).isEqualTo(1);
        verifyNothingWritten();
    }

    private void verifyNothingWritten() throws SQLException {
        rig.close();
        for (Side side : Side.values()) {
            assertThat(rig.rows(side, "SELECT a FROM t")).containsExactly("old");
            assertThat(rig.journal(side)).isEmpty();
        }
        assertThat(rig.movex().member().openTransactions()).isEmpty();
    }
}
