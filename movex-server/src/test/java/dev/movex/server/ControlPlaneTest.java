package dev.movex.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.movex.doublewrite.MovexDataSource;
import dev.movex.server.config.ServeConfig;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.SharedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that was started from a file steers an application that it knows from the databases alone. */
final class ControlPlaneTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    @Test
    void anApplicationElsewhereIsSteeredFromAFile() throws Exception {
        try (DatabasePair pair = SharedPostgres.pair()) {
            SteeredElsewhere shop = new SteeredElsewhere(pair);
            ServeConfig config = shop.config(folder, "");
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
                assertThat(shop.get(plane, "").get("state").stringValue()).isEqualTo("src_first");
                assertThat(shop.call(plane, "GET", "/metrics").body())
                        .contains("movex_state{migration=\"shop\",state=\"src_first\"} 1.0\n")
                        .contains("hikaricp_connections_max{pool=\"shop-source\"} 12.0\n");
            }
            // the next process finds what the last one has left
            try (ControlPlane plane = ControlPlane.start(config)) {
                assertThat(shop.get(plane, "").get("state").stringValue()).isEqualTo("src_first");
            }
        }
    }
}
