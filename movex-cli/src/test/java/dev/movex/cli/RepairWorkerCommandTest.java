package dev.movex.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import dev.movex.testkit.process.JavaProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
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

    private static InconsistentEvent event(long id) {
        return new InconsistentEvent(
                Side.SRC,
                InconsistencyType.TARGET_MISSING,
                "public.orders",
                new RowKey(List.of(String.valueOf(id))),
                1,
                "by-hand",
                Instant.EPOCH,
                List.of());
    }

    private static void publish(KafkaBroker broker, long from, long to) throws Exception {
        try (KafkaTransport transport = KafkaTransport.open("shop", "", KafkaSettings.of(broker.servers()))) {
            transport.publishAll(LongStream.range(from, to)
                    .mapToObj(RepairWorkerCommandTest::event)
                    .toList());
        }
    }

    private static void bothAreWritten(ServedMigration served) throws Exception {
        served.migration().move(MigrationState.SRC_ONLY, "test", "", true);
        served.migration().move(MigrationState.SRC_FIRST, "test", "to be written on both sides", true);
    }

    private static long rows(Database database) throws Exception {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM orders")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** A worker in a process of its own. */
    private Process worker(String file, Path log) throws Exception {
        return JavaProgram.of(List.of("-Xmx256m"), MovexCli.class, "repair-worker", "-c", file, "--progress", "1")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    @Test
    void whoIsToldToEndFinishesWhatHeHasTakenAndLeavesTheRest(DatabasePair pair) throws Exception {
        int events = 3_000;
        for (Side side : Side.values()) {
            execute(pair.of(side), "CREATE TABLE orders (id bigint PRIMARY KEY, note text)");
        }
        execute(pair.source(), "INSERT INTO orders SELECT n, 'missing there' FROM generate_series(1, 3000) n");
        Path log = folder.resolve("worker.log");
        try (KafkaBroker broker = KafkaBroker.start();
                ServedMigration served = ServedMigration.of("shop", pair)) {
            bothAreWritten(served);
            String file = config(pair, broker);
            publish(broker, 1, events + 1);
            Process process = worker(file, log);
            try {
                await().atMost(Duration.ofSeconds(90)).until(() -> rows(pair.target()) > 0);
                process.destroy();
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            } finally {
                process.destroyForcibly();
            }
            assertThat(process.exitValue()).as(Files.readString(log)).isZero();
            assertThat(Files.readString(log)).contains("ending").doesNotContain("missing there");
            CommandRun rest = CommandRun.of("repair-worker", "-c", file, "--until-empty");
            assertThat(rest.code()).as(rest.err()).isEqualTo(ExitCode.OK);
            assertThat(rows(pair.target())).isEqualTo(events);
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
            bothAreWritten(served);
            String file = config(pair, broker);
            publish(broker, 7, 8);
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
