package dev.movex.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;
import java.sql.Connection;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class UnknownSessionsTest {
    @Nested
    @RealDatabases(src = ServerKind.POSTGRESQL, dst = ServerKind.POSTGRESQL)
    class Postgres extends UnknownSessionsContract {
        @Test
        void whoMayOnlyReadIsNoDanger(DatabasePair pair) throws Exception {
            try (Connection reader = user("reader", "SELECT").getConnection()) {
                assertThat(reader.isValid(5)).isTrue();
                assertThat(gate().passed()).as(gate().reason()).isTrue();
            }
        }

        @Test
        void aPoolerInFrontIsRefused(DatabasePair pair) throws Exception {
            try (FalseIds pooler = new FalseIds(pair.of(Side.SRC).server().port())) {
                Databases direct = Databases.of(
                        pair.of(Side.SRC).dataSource(), pair.of(Side.DST).dataSource());
                Databases pooled = new Databases(
                        pair.of(Side.SRC).dataSource(pooler.port()),
                        direct.srcDialect(),
                        direct.dst(),
                        direct.dstDialect());
                assertThat(lookAt(pooled).reason()).contains("connection pooler");
                assertThat(lookAt(direct).reason()).doesNotContain("connection pooler");
            }
        }
    }

    @Nested
    @RealDatabases(src = ServerKind.MARIADB, dst = ServerKind.MARIADB)
    class MariaDb extends UnknownSessionsContract {}

    @Nested
    @RealDatabases(src = ServerKind.MYSQL, dst = ServerKind.MYSQL)
    class MySql extends UnknownSessionsContract {}
}
