package dev.movex.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.movex.doublewrite.MovexDataSource;
import dev.movex.server.config.ServeConfig;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.SharedPostgres;
import dev.movex.testkit.kafka.KafkaBroker;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server and repair workers that meet at a real broker. */
final class EventsOverKafkaTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    @Test
    void aDifferenceHoldsTheMoveUntilAWorkerElsewhereHasRepairedIt() throws Exception {
        try (KafkaBroker broker = KafkaBroker.start();
                DatabasePair pair = SharedPostgres.pair()) {
            SteeredElsewhere shop = new SteeredElsewhere(pair);
            ServeConfig config = shop.config(folder, """
                    events:
                      repairers: 0
                      kafka: {servers: "%s", publish-wait: 30}
                    """.formatted(broker.servers()));
            try (MovexDataSource application = shop.application();
                    ControlPlane plane = ControlPlane.start(config)) {
                shop.move(plane, "src_only");
                await().atMost(LIMIT)
                        .until(() -> shop.get(plane, "/members")
                                .at("/items/0/id")
                                .asString("")
                                .startsWith("shop-1"));
                shop.move(plane, "src_first");
                SteeredElsewhere.execute(application, "INSERT INTO orders VALUES (1, 'both')");
                await().atMost(LIMIT).until(() -> SteeredElsewhere.orders(pair.dst()) == 1);
                SteeredElsewhere.execute(pair.dst(), "DELETE FROM orders");
                HttpResponse<String> started = shop.call(plane, "POST", "/movex/full/start");
                assertThat(started.statusCode()).as(started.body()).isEqualTo(202);
                await().atMost(LIMIT).until(() -> gate(shop, plane).contains("1 inconsistencies"));
                assertThat(gate(shop, plane)).contains("\"passed\":false");
                try (RepairStation station = RepairStation.start(config, 2)) {
                    station.pause("test");
                    assertThat(station.report().get(0).migration()).isEqualTo("shop");
                    station.resume();
                    await().atMost(LIMIT).until(() -> SteeredElsewhere.orders(pair.dst()) == 1);
                    await().atMost(LIMIT).until(() -> gate(shop, plane).contains("\"passed\":true"));
                    assertThat(station.report().get(0).stats().repaired()).isEqualTo(1);
                    assertThat(station.report().get(0).lag()).hasValue(0);
                }
            }
        }
    }

    private static String gate(SteeredElsewhere shop, ControlPlane plane) throws Exception {
        JsonNode gates = JsonMapper.shared()
                .readTree(shop.call(plane, "GET", "/movex/gates?to=dst_first").body())
                .path("data");
        for (JsonNode gate : gates) {
            if (gate.toString().contains("\"events\"")) {
                return gate.toString();
            }
        }
        throw new AssertionError("no gate of events in " + gates);
    }
}
