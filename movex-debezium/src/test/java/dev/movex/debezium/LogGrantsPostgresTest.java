package dev.movex.debezium;

import dev.movex.testkit.database.ServerKind;
import java.util.List;

class LogGrantsPostgresTest extends LogGrantsContract {
    @Override
    ServerKind kind() {
        return ServerKind.POSTGRESQL;
    }

    @Override
    List<String[]> taken() {
        return List.<String[]>of(new String[] {"ALTER ROLE mover NOREPLICATION", "REPLICATION"});
    }
}
