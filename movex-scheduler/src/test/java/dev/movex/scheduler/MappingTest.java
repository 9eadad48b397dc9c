package dev.movex.scheduler;

import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;
import org.junit.jupiter.api.Nested;

class MappingTest {
    @Nested
    @RealDatabases(src = ServerKind.POSTGRESQL, dst = ServerKind.POSTGRESQL)
    class Postgres extends MappingContract {}

    @Nested
    @RealDatabases(src = ServerKind.MARIADB, dst = ServerKind.MARIADB)
    class MariaDb extends MappingContract {}

    @Nested
    @RealDatabases(src = ServerKind.MARIADB, dst = ServerKind.POSTGRESQL)
    class MariaDbToPostgres extends MappingContract {}

    @Nested
    @RealDatabases(src = ServerKind.POSTGRESQL, dst = ServerKind.MARIADB)
    class PostgresToMariaDb extends MappingContract {}
}
