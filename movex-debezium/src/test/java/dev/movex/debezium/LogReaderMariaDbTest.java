package dev.movex.debezium;

import dev.movex.testkit.database.ServerKind;

class LogReaderMariaDbTest extends LogReaderContract {
    @Override
    ServerKind kind() {
        return ServerKind.MARIADB;
    }

    @Override
    void loseLog(LogLab written) throws Exception {
        written.throwBinlogAway();
    }
}
