package dev.movex.debezium;

import dev.movex.testkit.database.ServerKind;
import java.util.List;

class LogGrantsMySqlTest extends LogGrantsContract {
    @Override
    ServerKind kind() {
        return ServerKind.MYSQL;
    }

    @Override
    List<String[]> taken() {
        return List.of(
                new String[] {"REVOKE REPLICATION CLIENT ON *.* FROM mover", "REPLICATION CLIENT"},
                new String[] {"REVOKE REPLICATION SLAVE ON *.* FROM mover", "REPLICATION SLAVE"});
    }
}
