package dev.movex.engine;

import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;
import org.junit.jupiter.api.Nested;

class FullPreflightTest {
    @Nested
    @RealDatabases(src = ServerKind.POSTGRESQL, dst = ServerKind.POSTGRESQL)
    class Postgres extends FullPreflightContract {}

    @Nested
    @RealDatabases(src = ServerKind.MARIADB, dst = ServerKind.POSTGRESQL)
    class MariaDbToPostgres extends FullPreflightContract {}

    @Nested
    @RealDatabases(src = ServerKind.MYSQL, dst = ServerKind.MARIADB)
    class MySqlToMariaDb extends FullPreflightContract {}
}
