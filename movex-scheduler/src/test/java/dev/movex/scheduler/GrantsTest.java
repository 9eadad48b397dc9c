package dev.movex.scheduler;

import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;
import org.junit.jupiter.api.Nested;

class GrantsTest {
    @Nested
    @RealDatabases(src = ServerKind.POSTGRESQL, dst = ServerKind.POSTGRESQL)
    class Postgres extends GrantsContract {}

    @Nested
    @RealDatabases(src = ServerKind.MARIADB, dst = ServerKind.MARIADB)
    class MariaDb extends GrantsContract {}

    @Nested
    @RealDatabases(src = ServerKind.MYSQL, dst = ServerKind.POSTGRESQL)
    class MySqlToPostgres extends GrantsContract {}
}
