package dev.movex.scheduler;

import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;
import org.junit.jupiter.api.Nested;

class SwappedUuidTest {
    @Nested
    @RealDatabases(src = ServerKind.MARIADB, dst = ServerKind.POSTGRESQL)
    class MariaDbToPostgres extends SwappedUuidContract {}

    @Nested
    @RealDatabases(src = ServerKind.MYSQL, dst = ServerKind.POSTGRESQL)
    class MySqlToPostgres extends SwappedUuidContract {}
}
