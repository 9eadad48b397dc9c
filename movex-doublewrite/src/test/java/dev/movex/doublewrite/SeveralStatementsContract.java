package dev.movex.doublewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.control.FencedException;
import dev.movex.testkit.database.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same, where the URL allows several statements in one text, so that what belongs together travels together. */
abstract class SeveralStatementsContract extends MySqlFamilyPairContract {
    private final List<HikariDataSource> pools = new ArrayList<>();

    @Override
    final DataSource pool(Database database) {
        HikariDataSource pool = Rig.pool(database, "allowMultiQueries=true", 8);
        pools.add(pool);
        return pool;
    }

    @Override
    @AfterEach
    void close() {
        super.close();
        pools.forEach(HikariDataSource::close);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void connectionsGoBackInTheModeInWhichTheyCame(boolean keptBetween) throws SQLException {
        fresh();
        for (boolean autoCommit : List.of(true, false, true, false)) {
            try (Connection connection = rig().connect()) {
                connection.setAutoCommit(autoCommit);
                if (keptBetween) {
                    Rig.execute(connection, "SET @kept = 1");
                }
                Rig.update(connection, "UPDATE t SET n = ? WHERE id = ?", 5, 1);
                assertThat(connection.getAutoCommit()).isEqualTo(autoCommit);
                if (!autoCommit) {
                    connection.commit();
                    Rig.update(connection, "UPDATE t SET n = ? WHERE id = ?", 6, 1);
                    connection.rollback();
                }
            }
            for (HikariDataSource pool : pools) {
                try (Connection physical = pool.getConnection()) {
                    assertThat(physical.getAutoCommit()).isTrue();
                    assertThat(Rig.texts(physical, "SELECT @@autocommit")).containsExactly("1");
                }
            }
            assertThat(rig().rows(Side.SRC, "SELECT n FROM t WHERE id = 1")).containsExactly("5");
        }
        verifyEqual();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClosedPrimaryTakesNothing(boolean autoCommit) throws SQLException {
        fresh();
        rig().control(Side.SRC, Pattern.SRC_FIRST, rig().epoch(), false);
        try (Connection connection = rig().connect()) {
            connection.setAutoCommit(autoCommit);
            assertThatThrownBy(() -> {
                        Rig.update(connection, "UPDATE t SET n = ? WHERE id = ?", 77, 1);
                        connection.commit();
                    })
                    .isInstanceOf(FencedException.class);
        }
        for (Side side : Side.values()) {
            assertThat(rig().rows(side, "SELECT COUNT(*) FROM t WHERE n = 77")).containsExactly("0");
        }
        assertThat(rig().journal(Side.SRC)).isEmpty();
    }
}
