package dev.movex.debezium;

import dev.movex.testkit.database.ServerKind;

class LogReaderMySqlTest extends LogReaderContract {
    @Override
    ServerKind kind() {
        return ServerKind.MYSQL;
    }

    @Override
    void loseLog(LogLab written) throws Exception {
        written.throwBinlogAway();
    }
}
