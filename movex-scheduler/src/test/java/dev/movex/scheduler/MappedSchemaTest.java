package dev.movex.scheduler;

import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;
import org.junit.jupiter.api.Nested;

/** Pairs of servers between which mapped tables are created. */
class MappedSchemaTest {
    @Nested
    @RealDatabases(src = ServerKind.POSTGRESQL, dst = ServerKind.POSTGRESQL)
    class Postgres extends MappedSchemaContract {}

    @Nested
    @RealDatabases(src = ServerKind.MARIADB, dst = ServerKind.MARIADB)
    class MariaDb extends MappedSchemaContract {}

    @Nested
    @RealDatabases(src = ServerKind.MARIADB, dst = ServerKind.POSTGRESQL)
    class MariaDbToPostgres extends MappedSchemaContract {}

    @Nested
    @RealDatabases(src = ServerKind.POSTGRESQL, dst = ServerKind.MARIADB)
    class PostgresToMariaDb extends MappedSchemaContract {}
}
