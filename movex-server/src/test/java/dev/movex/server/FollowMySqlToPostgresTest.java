package dev.movex.server;

import dev.movex.testkit.database.DatabaseServer;
import dev.movex.testkit.database.EmbeddedMySqlServer;
import dev.movex.testkit.database.ServerKind;
import org.junit.jupiter.api.Assumptions;

class FollowMySqlToPostgresTest extends FollowContract {
    @Override
    DatabaseServer startSource() {
        Assumptions.assumeTrue(
                ServerKind.MYSQL.unavailable().isEmpty(),
                ServerKind.MYSQL.unavailable().orElse(""));
        return EmbeddedMySqlServer.builder().durable(false).start();
    }

    @Override
    String generatedKey() {
        return "bigint AUTO_INCREMENT PRIMARY KEY";
    }
}
