package dev.movex.sample;

import dev.movex.core.Side;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.SharedPostgres;
import dev.movex.testkit.fault.TcpRelay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The sample application between two real servers, with a line to the target that can be cut. */
final class Sample implements AutoCloseable {
    private final DatabasePair pair = SharedPostgres.pair();
    private final TcpRelay line;
    private final List<Object> events = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext context;

    Sample(Map<String, String> more) throws Exception {
        execute(Side.DST, schema());
        Database target = pair.target();
        line = TcpRelay.to(target.server().host(), target.server().port());
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("server.port", "0");
        settings.put("server.address", "127.0.0.1");
        settings.put("spring.liquibase.enabled", "false");
        settings.put("spring.datasource.url", pair.srcUrl());
        settings.put("spring.datasource.username", pair.source().username());
        settings.put("spring.datasource.password", pair.source().password());
        String wrapped = "movex.data-sources.dataSource.";
        settings.put(wrapped + "member", "shop-1");
        settings.put(
                wrapped + "target.url",
                pair.dstUrl().replace(":" + target.server().port() + "/", ":" + line.port() + "/"));
        settings.put(wrapped + "target.username", target.username());
        settings.put(wrapped + "target.password", target.password());
        settings.put(wrapped + "settings.soak", "1s");
        settings.put(wrapped + "settings.clean-windows", "2");
        settings.put(wrapped + "settings.window-interval", "300ms");
        settings.putAll(more);
        SpringApplication application = new SpringApplication(SampleApplication.class);
        application.addListeners((PayloadApplicationEvent<?> event) -> events.add(event.getPayload()));
        context = application.run(settings.entrySet().stream()
                .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                .toArray(String[]::new));
    }

    static String schema() throws IOException {
        try (var in = Objects.requireNonNull(Sample.class.getResourceAsStream("/db/migration/V1__orders.sql"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    void execute(Side side, String sql) throws SQLException {
        try (Connection connection = pair.of(side).dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    List<String> read(Side side, String sql) throws SQLException {
        try (Connection connection = pair.of(side).dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (row.next()) {
                rows.add(row.getString(1));
            }
            return rows;
        }
    }

    List<String> orders(Side side) throws SQLException {
        return read(side, "SELECT purchase_order::text FROM purchase_order ORDER BY id");
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    Shop shop() {
        return context.getBean(Shop.class);
    }

    TcpRelay lineToTarget() {
        return line;
    }

    /** Returns how many application events of a kind Movex has published so far. */
    long published(Class<?> kind) {
        return events.stream().filter(kind::isInstance).count();
    }

    JsonNode get(String path) {
        String port = Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port"));
        try {
            return JsonMapper.shared()
                    .readTree(client.send(
                                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                            .build(),
                                    BodyHandlers.ofString())
                            .body());
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
        context.close();
        line.close();
        pair.close();
    }
}
