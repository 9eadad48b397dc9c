package dev.movex.scheduler;

import dev.movex.core.plan.PlanOptions;
import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** Schemas that were not made for Movex, each between all kinds that can hold them. */
class ForeignSchemaTest {
    @Nested
    @RealDatabases(src = ServerKind.POSTGRESQL, dst = ServerKind.POSTGRESQL)
    class Postgres extends ForeignSchemaContract {
        @Override
        PlanOptions options(String schema) {
            return keys(schema + ".ticket", "serial_no", List.of("log_line", "beacon", "light_beacon"));
        }
    }

    @Nested
    @RealDatabases(src = ServerKind.MARIADB, dst = ServerKind.MARIADB)
    class MariaDb extends ForeignSchemaContract {
        @Override
        PlanOptions options(String schema) {
            return keys(schema + ".stub", "serial_no", List.of("log_line")).inSchemas(List.of(schema, "depot"));
        }
    }

    @Nested
    @RealDatabases(src = ServerKind.MYSQL, dst = ServerKind.MYSQL)
    class MySql extends ForeignSchemaContract {
        @Override
        PlanOptions options(String schema) {
            return keys(schema + ".stub", "serial_no", List.of("log_line")).inSchemas(List.of(schema, "depot"));
        }
    }

    @Nested
    @RealDatabases(src = ServerKind.POSTGRESQL, dst = ServerKind.MARIADB)
    class PostgresToMariaDb extends ForeignSchemaContract {
        @Override
        PlanOptions options(String schema) {
            return keys(
                    schema + ".ticket",
                    "serial_no",
                    List.of(
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
                            "cargo.note"));
        }
    }

    @Nested
    @RealDatabases(src = ServerKind.MARIADB, dst = ServerKind.POSTGRESQL)
    class MariaDbToPostgres extends ForeignSchemaContract {
        @Override
        PlanOptions options(String schema) {
            return keys(
                            schema + ".stub",
                            "serial_no",
                            List.of(
                                    "log_line",
                                    "station",
                                    "platform",
                                    "driver",
                                    "train",
                                    "journey",
                                    "shapes",
                                    "network",
                                    "odd_dates"))
                    .inSchemas(List.of(schema, "depot"));
        }
    }
}
