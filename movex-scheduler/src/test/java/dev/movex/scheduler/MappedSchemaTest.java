package dev.movex.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.Side;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.Problem;
import dev.movex.core.plan.TableMapping;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

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
    class MariaDbToPostgres extends MappedSchemaContract {
        @Test
        void aNameThatIsTooLongIsRefusedUntilAMappingGivesAnother(DatabasePair pair) throws Exception {
            String name = "t".repeat(64);
            try (Connection connection = pair.src().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE " + name + " (id bigint PRIMARY KEY, " + "c".repeat(64) + " int)");
            }
            assertThat(MappedLab.draft(pair, PlanOptions.all()).leftOut())
                    .extracting(Problem::code)
                    .containsExactly("NAME_TOO_LONG", "NAME_TOO_LONG");
            TableMapping shorter = TableMapping.of(name).to("short").rename("c".repeat(64), "c");
            assertThat(MappedLab.draft(pair, PlanOptions.all().withMappings(List.of(shorter)))
                            .passed())
                    .isTrue();
        }

        @Test
        void datesThatNoCalendarHasFindRoomForNull(DatabasePair pair) throws Exception {
            List<String> source = List.of(
                    "CREATE TABLE post (id bigint PRIMARY KEY, seen datetime NOT NULL DEFAULT '2000-01-01')",
                    "INSERT IGNORE INTO post VALUES (1, '2024-01-01'), (2, '0000-00-00')");
            try (MappedLab lab =
                    MappedLab.created(pair, source, TableMapping.of("post").zeroDates("seen", TableMapping.NULL))) {
                lab.migrateUnder((random, writer, n) -> "UPDATE post SET seen = '2025-01-01' WHERE id = 1");
                assertThat(lab.number(Side.DST, "SELECT count(*) FROM post WHERE seen IS NULL"))
                        .isEqualTo(1);
            }
        }
    }

    @Nested
    @RealDatabases(src = ServerKind.POSTGRESQL, dst = ServerKind.MARIADB)
    class PostgresToMariaDb extends MappedSchemaContract {}
}
