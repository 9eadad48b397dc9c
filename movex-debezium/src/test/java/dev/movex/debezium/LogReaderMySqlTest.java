package dev.movex.debezium;

import dev.movex.testkit.database.ServerKind;

class LogReaderMySqlTest extends LogReaderContract {
    @Override
    ServerKind kind() {
        return ServerKind.MYSQL;
    }
}
