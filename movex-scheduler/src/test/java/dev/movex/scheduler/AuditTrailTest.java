package dev.movex.scheduler;

import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;
import org.junit.jupiter.api.Nested;

class AuditTrailTest {
    @Nested
    @RealDatabases(src = ServerKind.POSTGRESQL, dst = ServerKind.POSTGRESQL)
    class Postgres extends AuditTrailContract {}

    @Nested
    @RealDatabases(src = ServerKind.MARIADB, dst = ServerKind.POSTGRESQL)
    class MariaDbToPostgres extends AuditTrailContract {}

    @Nested
    @RealDatabases(src = ServerKind.MYSQL, dst = ServerKind.MYSQL)
    class MySql extends AuditTrailContract {}
}
