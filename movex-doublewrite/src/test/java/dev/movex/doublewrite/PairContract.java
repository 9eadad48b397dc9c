package dev.movex.doublewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.testkit.database.DatabasePair;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What holds for every pair of databases: both sides are the same after every statement, of whatever kind. */
abstract class PairContract {
    private Rig rig;
    private Words source;
    private Words target;

    @BeforeEach
    void open(DatabasePair pair) throws SQLException {
        source = Words.of(pair.source());
        target = Words.of(pair.target());
        Rig.execute(pair.src(), source.tables());
        Rig.execute(pair.dst(), target.tables());
        rig = Rig.opened(pair, DoubleWriteConfig.of("m1").withAck(Ack.BOTH), Steps.NONE, pair.src(), pair.dst());
        rig.enter(Pattern.SRC_FIRST);
        // counters of the secondary count on their own
        Rig.execute(pair.src(), "INSERT INTO gen (a) VALUES ('gap'), ('gap')", "DELETE FROM gen");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    final Rig rig() {
        return rig;
    }

    final Words words() {
        return source;
    }

    @TestFactory
    List<DynamicTest> statementsAsText() {
        return source.writes().stream()
                .map(sql -> DynamicTest.dynamicTest(sql, () -> {
                    fresh();
                    try (Connection connection = rig.connect();
                            Statement statement = connection.createStatement()) {
                        statement.execute(sql);
                    }
                    verifyEqual();
                }))
                .toList();
    }

    @TestFactory
    List<DynamicTest> statementsInTransactionsAtHigherIsolation() {
        return source.writes().stream()
                .map(sql -> DynamicTest.dynamicTest(sql, () -> {
                    fresh();
                    try (Connection connection = rig.connect();
                            Statement statement = connection.createStatement()) {
                        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                        connection.setAutoCommit(false);
                        statement.executeQuery("SELECT a FROM t").close();
                        statement.execute(sql);
                        Rig.update(connection, "UPDATE t SET n = ? WHERE id = ?", 99, 2);
                        connection.commit();
                    }
                    verifyEqual();
                }))
                .toList();
    }

    /** Empties the tables and fills them through Movex. */
    final void fresh() throws SQLException {
        for (String table : List.of(
                "grandchild", "child", "named", "parent", "t", "pair", "gen", "uniq", "stamped", "days", "texts")) {
            rig.run("DELETE FROM " + table);
        }
        for (String row : Words.ROWS) {
            rig.run(row);
        }
        verifyEqual();
    }

    final void verifyEqual() throws SQLException {
        List<String> there = target.queries();
        for (int i = 0; i < there.size(); i++) {
            String query = source.queries().get(i);
            assertThat(rig.rows(Side.DST, there.get(i))).as(query).isEqualTo(rig.rows(Side.SRC, query));
        }
        assertThat(rig.movex().metrics().get(Metric.SECONDARY_FAILURES)).isZero();
        assertThat(rig.movex().metrics().get(Metric.SECONDARY_MISMATCHES)).isZero();
        assertThat(rig.movex().member().openTransactions()).isEmpty();
    }
}
