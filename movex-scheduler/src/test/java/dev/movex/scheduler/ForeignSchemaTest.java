package dev.movex.scheduler;

import dev.movex.core.plan.PlanOptions;
import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** Schemas that were not made for Movex, each between all kinds that can hold them. */
class ForeignSchemaTest {
    /** PostgreSQL's tables with types that no other kind of database has, and those that refer to them. */
    private static final List<String> POSTGRES_ALONE = List.of(
            "log_line",
            "beacon",
            "light_beacon",
            "port",
            "ship",
            "booking",
            "movement",
            "paper",
            "stamp",
            "clerk",
            "captain",
            "network",
            "matrix",
            "wide",
            "berth",
            "cargo.note");

    /** The same of MySQL and MariaDB. */
    private static final List<String> FAMILY_ALONE =
            List.of("log_line", "station", "platform", "driver", "train", "journey", "shapes", "network", "odd_dates");

    private static PlanOptions harbour(String schema, List<String> excluded) {
        return ForeignSchemaContract.keys(schema + ".ticket", "serial_no", excluded);
    }

    private static PlanOptions railway(String schema, List<String> excluded) {
        return ForeignSchemaContract.keys(schema + ".stub", "serial_no", excluded)
                .inSchemas(List.of(schema, "depot"));
    }

    @Nested
    @RealDatabases(src = ServerKind.POSTGRESQL, dst = ServerKind.POSTGRESQL)
    class Postgres extends ForeignSchemaContract {
        @Override
        PlanOptions options(String schema) {
            return harbour(schema, List.of("log_line", "beacon", "light_beacon"));
        }
    }

    @Nested
    @RealDatabases(src = ServerKind.MARIADB, dst = ServerKind.MARIADB)
    class MariaDb extends ForeignSchemaContract {
        @Override
        PlanOptions options(String schema) {
            return railway(schema, List.of("log_line"));
        }
    }

    @Nested
    @RealDatabases(src = ServerKind.MYSQL, dst = ServerKind.MYSQL)
    class MySql extends ForeignSchemaContract {
        @Override
        PlanOptions options(String schema) {
            return railway(schema, List.of("log_line"));
        }
    }

    @Nested
    @RealDatabases(src = ServerKind.POSTGRESQL, dst = ServerKind.MARIADB)
    class PostgresToMariaDb extends ForeignSchemaContract {
        @Override
        PlanOptions options(String schema) {
            return harbour(schema, POSTGRES_ALONE);
        }
    }

    @Nested
    @RealDatabases(src = ServerKind.MARIADB, dst = ServerKind.POSTGRESQL)
    class MariaDbToPostgres extends ForeignSchemaContract {
        @Override
        PlanOptions options(String schema) {
            return railway(schema, FAMILY_ALONE);
        }
    }

    @Nested
    @RealDatabases(src = ServerKind.POSTGRESQL, dst = ServerKind.MYSQL)
    class PostgresToMySql extends ForeignSchemaContract {
        @Override
        PlanOptions options(String schema) {
            return harbour(schema, POSTGRES_ALONE);
        }
    }

    @Nested
    @RealDatabases(src = ServerKind.MYSQL, dst = ServerKind.POSTGRESQL)
    class MySqlToPostgres extends ForeignSchemaContract {
        @Override
        PlanOptions options(String schema) {
            return railway(schema, FAMILY_ALONE);
        }
    }
}
