package dev.movex.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TargetIndexesTest {
    @Nested
    @RealDatabases(src = ServerKind.POSTGRESQL, dst = ServerKind.POSTGRESQL)
    class Postgres extends TargetIndexesContract {
        @Test
        void noTableIsProvenBefore() throws Exception {
            Lab.Process process;
            try (Connection holder = lab.pair.dst().getConnection();
                    Statement statement = holder.createStatement()) {
                holder.setAutoCommit(false);
                statement.execute("LOCK TABLE child IN ROW EXCLUSIVE MODE");
                process = copied(true);
                await().atMost(Duration.ofSeconds(90))
                        .until(() -> phases(process).stream().allMatch("indexing"::equals));
                assertThat(process.migration().activity()).contains("copy");
                holder.rollback();
            }
            ended(process);
            assertThat(phases(process)).containsOnly("proven");
        }
    }

    @Nested
    @RealDatabases(src = ServerKind.POSTGRESQL, dst = ServerKind.MARIADB)
    class PostgresToMariaDb extends TargetIndexesContract {}

    @Nested
    @RealDatabases(src = ServerKind.MYSQL, dst = ServerKind.POSTGRESQL)
    class MySqlToPostgres extends TargetIndexesContract {}
}
