package dev.movex.server;

import dev.movex.testkit.database.DatabaseServer;
import dev.movex.testkit.database.EmbeddedMariaDbServer;

class FollowMariaDbToPostgresTest extends FollowContract {
    @Override
    DatabaseServer startSource() {
        return EmbeddedMariaDbServer.builder().durable(false).start();
    }

    @Override
    String generatedKey() {
        return "bigint AUTO_INCREMENT PRIMARY KEY";
    }
}
