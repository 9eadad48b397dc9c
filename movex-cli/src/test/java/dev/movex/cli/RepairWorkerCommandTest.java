package dev.movex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.MigrationState;
import dev.movex.core.Side;
import dev.movex.core.event.InconsistencyType;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.row.RowKey;
import dev.movex.kafka.KafkaSettings;
import dev.movex.kafka.KafkaTransport;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.RealPostgres;
import dev.movex.testkit.kafka.KafkaBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that repairs what arrives over a broker, beside a migration that steers itself elsewhere. */
@RealPostgres
final class RepairWorkerCommandTest {
    @TempDir
    Path folder;

    private static void execute(Database database, String text) throws Exception {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    private String secret(String name, Database database) throws Exception {
        return Files.writeString(folder.resolve(name), database.password()).toString();
    }

    private String config(DatabasePair pair, KafkaBroker broker) throws Exception {
        return Files.writeString(folder.resolve("movex.yaml"), """
                events:
                  kafka: {servers: "%s"}
                migrations:
                  shop:
                    source: {url: "%s", user: "%s", password-file: "%s"}
                    target: {url: "%s", user: "%s", password-file: "%s"}
                """.formatted(
                                broker.servers(),
                                pair.srcUrl(),
                                pair.source().username(),
                                secret("source", pair.source()),
                                pair.dstUrl(),
                                pair.target().username(),
                                secret("target", pair.target())))
                .toString();
    }

    private static void publish(KafkaBroker broker, String id) throws Exception {
        InconsistentEvent event = new InconsistentEvent(
                Side.SRC,
                InconsistencyType.TARGET_MISSING,
                "public.orders",
                new RowKey(List.of(id)),
                1,
                "by-hand",
                Instant.EPOCH,
                List.of());
        try (KafkaTransport transport = KafkaTransport.open("shop", "", KafkaSettings.of(broker.servers()))) {
            transport.publish(event);
        }
    }

    @Test
    void itRepairsWhatThereIsAndEnds(DatabasePair pair) throws Exception {
        for (Side side : Side.values()) {
            execute(pair.of(side), "CREATE TABLE orders (id bigint PRIMARY KEY, note text)");
        }
        execute(pair.source(), "INSERT INTO orders VALUES (7, 'missing there')");
        try (KafkaBroker broker = KafkaBroker.start();
                ServedMigration served = ServedMigration.of("shop", pair)) {
            served.migration().move(MigrationState.SRC_ONLY, "test", "", true);
            served.migration().move(MigrationState.SRC_FIRST, "test", "to be written on both sides", true);
            String file = config(pair, broker);
            publish(broker, "7");
            CommandRun run = CommandRun.of("repair-worker", "-c", file, "--until-empty", "--json");
            assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK);
            assertThat(run.out()).contains("\"repaired\":1").doesNotContain("missing there");
            assertThat(run.err()).contains("shop: 1 repaired", "0 events left").doesNotContain("missing there");
            try (Connection connection = pair.target().dataSource().getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT note FROM orders WHERE id = 7")) {
                assertThat(row.next()).isTrue();
            }
            assertThat(CommandRun.of("repair-worker", "-c", file, "--pause").code())
                    .isEqualTo(ExitCode.OK);
            assertThat(CommandRun.of("repair-worker", "-c", file, "--resume").code())
                    .isEqualTo(ExitCode.OK);
            assertThat(CommandRun.of("repair-worker", "-c", file, "--migration", "shp")
                            .err())
                    .contains("NO_SUCH_MIGRATION", "It has shop");
        }
        assertThat(CommandRun.of("repair-worker").code()).isEqualTo(2);
    }
}
