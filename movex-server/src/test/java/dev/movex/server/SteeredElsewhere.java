package dev.movex.server;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.movex.testkit.database.DatabasePair;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An application between two databases, and calls of the server that steers it from elsewhere. */
final class SteeredElsewhere {
    private static final String TOKEN = "an-admins-token-of-more-than-32-characters";

    private final HttpClient client = HttpClient.newHttpClient();
    private final DatabasePair pair;

    SteeredElsewhere(DatabasePair pair) throws Exception {
        this.pair = pair;
        for (Side side : Side.values()) {
            execute(pair.of(side).dataSource(), "CREATE TABLE orders (id bigint PRIMARY KEY, note text)");
        }
    }

    /** @param more further lines of the file, at its top level */
    ServeConfig config(Path folder, String more) throws Exception {
        Path file = Files.writeString(folder.resolve("movex.yaml"), """
                server: {port: 0, goodbye: 1}
                auth:
                  tokens:
                    boss: {role: admin, token: "${TOKEN}"}
                migrations:
                  shop:
                    source: {url: "%s", user: "%s", password: "${SOURCE}"}
                    target: {url: "%s", user: "%s", password: "${TARGET}"}
                %s
                """.formatted(
                        pair.srcUrl(),
                        pair.source().username(),
                        pair.dstUrl(),
                        pair.target().username(),
                        more));
        Map<String, String> environment = Map.of(
                "TOKEN", TOKEN,
                "SOURCE", pair.source().password(),
                "TARGET", pair.target().password());
        return new ServeConfigReader(file, environment).read();
    }

    MovexDataSource application() throws Exception {
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

    static void execute(DataSource database, String text) throws Exception {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    static long orders(DataSource database) throws Exception {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM orders")) {
            row.next();
            return row.getLong(1);
        }
    }

    void move(ControlPlane plane, String to) throws Exception {
        HttpRequest request = request(plane, "/moves")
                .header("If-Match", "*")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"to\": \"" + to + "\", \"why\": \"test\", \"override\": true}"))
                .build();
        var answer = client.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    JsonNode get(ControlPlane plane, String path) throws Exception {
        return JsonMapper.shared()
                .readTree(client.send(request(plane, path).build(), BodyHandlers.ofString())
                        .body());
    }

    /** Calls a path of the server by itself, outside the migration's resources. */
    HttpResponse<String> call(ControlPlane plane, String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(plane.server().apiUrl()).resolve(path))
                .header("Authorization", "Bearer " + TOKEN)
                .method(method, BodyPublishers.noBody())
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(ControlPlane plane, String path) {
        return HttpRequest.newBuilder(URI.create(plane.server().apiUrl() + "/migrations/shop" + path))
                .header("Authorization", "Bearer " + TOKEN);
    }
}
