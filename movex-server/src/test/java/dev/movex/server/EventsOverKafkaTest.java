package dev.movex.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.PlanReader;
import dev.movex.doublewrite.Coordination;
import dev.movex.doublewrite.DoubleWriteConfig;
import dev.movex.doublewrite.MovexDataSource;
import dev.movex.server.config.ServeConfig;
import dev.movex.server.config.ServeConfigReader;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.SharedPostgres;
import dev.movex.testkit.kafka.KafkaBroker;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server and repair workers that meet at a real broker. */
final class EventsOverKafkaTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String TOKEN = "an-admins-token-of-more-than-32-characters";

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void aDifferenceHoldsTheMoveUntilAWorkerElsewhereHasRepairedIt() throws Exception {
        try (KafkaBroker broker = KafkaBroker.start();
                DatabasePair pair = SharedPostgres.pair()) {
            for (Side side : Side.values()) {
                execute(pair.of(side).dataSource(), "CREATE TABLE orders (id bigint PRIMARY KEY, note text)");
            }
            ServeConfig config = config(pair, broker);
            try (MovexDataSource application = application(pair);
                    ControlPlane plane = ControlPlane.start(config)) {
                move(plane, "src_only");
                await().atMost(LIMIT)
                        .until(() -> get(plane, "/members")
                                .at("/items/0/id")
                                .asString("")
                                .startsWith("shop-1"));
                move(plane, "src_first");
                execute(application, "INSERT INTO orders VALUES (1, 'both')");
                await().atMost(LIMIT).until(() -> count(pair.dst()) == 1);
                execute(pair.dst(), "DELETE FROM orders");
                post(plane, "/movex/full/start");
                await().atMost(LIMIT).until(() -> gate(plane, "events").contains("1 inconsistencies"));
                assertThat(gate(plane, "events")).contains("\"passed\":false");
                try (RepairStation station = RepairStation.start(config, 2)) {
                    station.pause("test");
                    assertThat(station.report().get(0).migration()).isEqualTo("shop");
                    station.resume();
                    await().atMost(LIMIT).until(() -> count(pair.dst()) == 1);
                    await().atMost(LIMIT).until(() -> gate(plane, "events").contains("\"passed\":true"));
                    assertThat(station.report().get(0).stats().repaired()).isEqualTo(1);
                    assertThat(station.report().get(0).lag()).hasValue(0);
                }
            }
        }
    }

    private String gate(ControlPlane plane, String name) throws Exception {
        JsonNode gates = JsonMapper.shared()
                .readTree(client.send(
                                envelope(plane, "/movex/gates?to=dst_first")
                                        .GET()
                                        .build(),
                                BodyHandlers.ofString())
                        .body())
                .path("data");
        for (JsonNode gate : gates) {
            if (gate.toString().contains("\"" + name + "\"")) {
                return gate.toString();
            }
        }
        throw new AssertionError("no gate " + name + " in " + gates);
    }

    private void post(ControlPlane plane, String path) throws Exception {
        var answer =
                client.send(envelope(plane, path).POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    private static HttpRequest.Builder envelope(ControlPlane plane, String path) {
        return HttpRequest.newBuilder(URI.create(plane.server().apiUrl()).resolve(path))
                .header("Authorization", "Bearer " + TOKEN);
    }

    private ServeConfig config(DatabasePair pair, KafkaBroker broker) throws Exception {
        Path file = Files.writeString(folder.resolve("movex.yaml"), """
                server: {port: 0, goodbye: 1}
                auth:
                  tokens:
                    boss: {role: admin, token: "${TOKEN}"}
                events:
                  repairers: 0
                  kafka: {servers: "%s", publish-wait: 30}
                migrations:
                  shop:
                    source: {url: "%s", user: "%s", password: "${SOURCE}"}
                    target: {url: "%s", user: "%s", password: "${TARGET}"}
                """.formatted(
                        broker.servers(),
                        pair.srcUrl(),
                        pair.source().username(),
                        pair.dstUrl(),
                        pair.target().username()));
        Map<String, String> environment = Map.of(
                "TOKEN", TOKEN,
                "SOURCE", secret(pair.source()),
                "TARGET", secret(pair.target()));
        return new ServeConfigReader(file, environment).read();
    }

    private static String secret(Database database) {
        return database.password();
    }

    private static MovexDataSource application(DatabasePair pair) throws Exception {
        Databases databases = Databases.of(pair.src(), pair.dst());
        try (Connection src = databases.open(Side.SRC);
                Connection dst = databases.open(Side.DST)) {
            Plan plan = PlanReader.read(
                            "shop",
                            new DatabaseView(databases.srcDialect(), src),
                            new DatabaseView(databases.dstDialect(), dst),
                            PlanOptions.all())
                    .orThrow();
            return MovexDataSource.open(
                    DoubleWriteConfig.of("shop-1")
                            .withCoordination(
                                    Coordination.usual().withLease(Duration.ofSeconds(2), Duration.ofMillis(300))),
                    plan,
                    pair.src(),
                    pair.dst());
        }
    }

    private static void execute(DataSource database, String text) throws Exception {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    private static long count(DataSource database) throws Exception {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM orders")) {
            row.next();
            return row.getLong(1);
        }
    }

    private void move(ControlPlane plane, String to) throws Exception {
        HttpRequest request = request(plane, "/moves")
                .header("If-Match", "*")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"to\": \"" + to + "\", \"why\": \"test\", \"override\": true}"))
                .build();
        var answer = client.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private JsonNode get(ControlPlane plane, String path) throws Exception {
        return JsonMapper.shared()
                .readTree(client.send(request(plane, path).build(), BodyHandlers.ofString())
                        .body());
    }

    private static HttpRequest.Builder request(ControlPlane plane, String path) {
        return HttpRequest.newBuilder(URI.create(plane.server().apiUrl() + "/migrations/shop" + path))
                .header("Authorization", "Bearer " + TOKEN);
    }
}
