package dev.movex.debezium;

import dev.movex.testkit.database.ServerKind;

class LogReaderPostgresTest extends LogReaderContract {
    @Override
    ServerKind kind() {
        return ServerKind.POSTGRESQL;
    }
}
