package dev.movex.debezium;

import dev.movex.testkit.database.ServerKind;

class LogReaderMariaDbTest extends LogReaderContract {
    @Override
    ServerKind kind() {
        return ServerKind.MARIADB;
    }
}
