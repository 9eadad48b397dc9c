package dev.movex.debezium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.movex.core.Side;
import dev.movex.core.follow.ChangeLog;
import dev.movex.testkit.database.DatabaseServer;
import dev.movex.testkit.database.EmbeddedPostgresServer;
import dev.movex.testkit.database.ServerKind;
import org.junit.jupiter.api.Test;

class LogReaderPostgresTest extends LogReaderContract {
    @Override
    ServerKind kind() {
        return ServerKind.POSTGRESQL;
    }

    @Override
    void loseLog(LogLab written) throws Exception {
        written.exec(Side.SRC, "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE NOT active");
    }

    @Test
    void whatTheServerLacksIsNamed() throws Exception {
        try (DatabaseServer server = EmbeddedPostgresServer.builder()
                        .setting("wal_level", "replica")
                        .start();
                KeyLab plain = new KeyLab(server, ServerKind.POSTGRESQL)) {
            plain.table("item", "id bigint PRIMARY KEY", "id bigint PRIMARY KEY");
            try (ChangeLog reader = plain.open()) {
                await().untilAsserted(() -> assertThat(reader.fault()).contains("wal_level is not logical"));
                assertThat(plain.logs().obstacles(Side.SRC)).anyMatch(o -> o.contains("wal_level is not logical"));
            }
        }
    }
}
