package dev.movex.doublewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.control.Assignment;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.dialect.Dialects;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.plan.Table;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.RealPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** A table may live in another schema on each side; the application's SQL finds it by the search path of its pool. */
@RealPostgres
class OtherNamesTest {
    private static final String[] STATEMENTS = {
        "INSERT INTO t (id, a) VALUES (1, 'x'), (2, 'y'), (3, 'z')",
        "UPDATE t SET a = 'new' WHERE id = 1",
        "UPDATE t SET a = a || '!' WHERE id > 1 RETURNING a",
        "INSERT INTO t (id, a) VALUES (3, 'up') ON CONFLICT (id) DO UPDATE SET a = EXCLUDED.a",
        "DELETE FROM t WHERE id = 2",
        "UPDATE t SET id = id + 10",
    };

    private DatabasePair pair;
    private Rig control;
    private MovexDataSource movex;

    @BeforeEach
    void open(DatabasePair fresh) throws SQLException {
        pair = fresh;
        control = Rig.open(pair);
        Rig.execute(pair.src(), "CREATE SCHEMA old", "CREATE TABLE old.t (id bigint PRIMARY KEY, a text)");
        Rig.execute(pair.dst(), "CREATE SCHEMA \"New\"", "CREATE TABLE \"New\".t (id bigint PRIMARY KEY, a text)");
        Dialect dialect;
        Plan plan;
        try (Connection src = pair.src().getConnection();
                Connection dst = pair.dst().getConnection()) {
            dialect = Dialects.of(src);
            Table old = dialect.readTables(src, List.of("old")).get(0);
            Table other = dialect.readTables(dst, List.of("New")).get(0);
            plan = new Plan(Rig.MIGRATION, List.of(new PlannedTable("old.t", old, other, List.of("id", "a"), null)));
        }
        PGSimpleDataSource src = (PGSimpleDataSource) pair.src();
        src.setCurrentSchema("old");
        PGSimpleDataSource dst = (PGSimpleDataSource) pair.dst();
        dst.setCurrentSchema("\"New\"");
        movex = MovexDataSource.open(DoubleWriteConfig.of("m1"), plan, src, dialect, dst, dialect);
    }

    @AfterEach
    void close() {
        movex.close();
        control.close();
    }

    private void enter(Pattern pattern) throws SQLException {
        control.raise(pattern);
        movex.member().adopt(new Assignment(pattern, control.epoch(), Set.of("old.t")));
    }

    @Test
    void inBothDirections() throws SQLException {
        for (Pattern pattern : List.of(Pattern.SRC_FIRST, Pattern.DST_FIRST)) {
            Rig.execute(pair.src(), "TRUNCATE old.t");
            Rig.execute(pair.dst(), "TRUNCATE \"New\".t");
            enter(pattern);
            try (Connection connection = movex.getConnection()) {
                for (String sql : STATEMENTS) {
                    Rig.execute(connection, sql);
                }
            }
            await().until(() -> movex.member().openTransactions().isEmpty());
            assertThat(control.rows(Side.SRC, "SELECT * FROM old.t ORDER BY id"))
                    .isEqualTo(control.rows(Side.DST, "SELECT * FROM \"New\".t ORDER BY id"))
                    .containsExactly("11|new", "13|up");
        }
        movex.close();
        assertThat(control.journal(Side.SRC)).isEmpty();
        assertThat(control.journal(Side.DST)).isEmpty();
    }

    @Test
    void aStatementThatWaitedForAChangeMeansTheTablesOfTheNewPattern() throws Exception {
        enter(Pattern.SRC_FIRST);
        movex.member().hold(Duration.ofSeconds(60));
        Background writer = Background.run(() -> {
            try (Connection connection = movex.getConnection()) {
                Rig.update(connection, "INSERT INTO t (id, a) VALUES (?, ?)", 1, "x");
            }
        });
        await().until(() -> Background.isIn("waitForEnd"));
        enter(Pattern.DST_FIRST);
        writer.join();
        movex.close();
        assertThat(control.rows(Side.SRC, "SELECT * FROM old.t")).containsExactly("1|x");
        assertThat(control.rows(Side.DST, "SELECT * FROM \"New\".t")).containsExactly("1|x");
        assertThat(control.journal(Side.DST)).isEmpty();
    }
}
