package dev.movex.scheduler;

import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;
import org.junit.jupiter.api.Nested;

class SleepersTest {
    @Nested
    @RealDatabases(src = ServerKind.POSTGRESQL, dst = ServerKind.POSTGRESQL)
    class Postgres extends SleepersContract {}

    @Nested
    @RealDatabases(src = ServerKind.MARIADB, dst = ServerKind.MARIADB)
    class MariaDb extends SleepersContract {}

    @Nested
    @RealDatabases(src = ServerKind.MYSQL, dst = ServerKind.MYSQL)
    class MySql extends SleepersContract {}
}
