package dev.movex.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.PlanReader;
import dev.movex.doublewrite.DoubleWriteConfig;
import dev.movex.doublewrite.MovexDataSource;
import dev.movex.scheduler.Migration;
import dev.movex.scheduler.MigrationConfig;
import dev.movex.scheduler.Settings;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.DatabaseServer;
import dev.movex.testkit.database.SharedPostgres;
import dev.movex.testkit.fault.TcpRelay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A migration of one table, with a server before it and a line to the target that can be cut. */
final class Served implements AutoCloseable {
    static {
        // a busy machine may take its time; waits end when their condition holds
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    private final DatabasePair pair = SharedPostgres.pair();
    private final TcpRelay line;
    private final MovexDataSource dataSource;
    private final Migration migration;
    private final MovexServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    Served(int rows) throws Exception {
        for (Side side : Side.values()) {
            execute(pair.of(side).dataSource(), "CREATE TABLE orders (id bigint PRIMARY KEY, note text)");
        }
        execute(pair.src(), "INSERT INTO orders SELECT i, 'note ' || i FROM generate_series(1, " + rows + ") i");
        DatabaseServer target = pair.target().server();
        line = TcpRelay.to(target.host(), target.port());
        Databases databases = Databases.of(pair.src(), pair.target().dataSource(line.port()));
        Plan plan = plan(databases);
        dataSource = MovexDataSource.open(DoubleWriteConfig.of("test"), plan, databases.src(), databases.dst());
        MigrationConfig config = new MigrationConfig(plan, PlanOptions.all(), databases, Settings.shortened());
        migration = Migration.open(config, dataSource.members());
        server = MovexServer.start(migration, 0, "/movex");
    }

    private static Plan plan(Databases databases) throws SQLException {
        try (Connection src = databases.open(Side.SRC);
                Connection dst = databases.open(Side.DST)) {
            return PlanReader.read(
                            "served",
                            new DatabaseView(databases.srcDialect(), src),
                            new DatabaseView(databases.dstDialect(), dst),
                            PlanOptions.all())
                    .orThrow();
        }
    }

    private static void execute(DataSource database, String text) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    /** What came back: the HTTP status and the envelope. */
    record Answer(int status, JsonNode envelope) {
        int code() {
            return envelope.get("code").intValue();
        }

        String msg() {
            return envelope.get("msg").stringValue();
        }

        JsonNode data() {
            return envelope.get("data");
        }

        String error() {
            return data().get("error").stringValue();
        }
    }

    MovexServer server() {
        return server;
    }

    MovexDataSource dataSource() {
        return dataSource;
    }

    TcpRelay lineToTarget() {
        return line;
    }

    Migration migration() {
        return migration;
    }

    Answer get(String path) {
        return answer(HttpRequest.newBuilder(uri(path)).GET());
    }

    Answer post(String path) {
        return answer(HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.noBody()));
    }

    Answer post(String path, String json) {
        return answer(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    /** Makes a move that has to succeed, whatever the gates say. */
    void move(String to) {
        Answer answer = post("/" + to, "{\"why\": \"test\", \"override\": true}");
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    }

    private URI uri(String path) {
        return URI.create(server.url() + path);
    }

    private Answer answer(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            JsonNode envelope = JsonMapper.shared().readTree(response.body());
            assertThat(envelope.propertyNames()).containsExactly("code", "msg", "data");
            return new Answer(response.statusCode(), envelope);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        line.restore();
        server.close();
        migration.close();
        dataSource.close();
        line.close();
        pair.close();
    }
}
