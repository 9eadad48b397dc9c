package dev.movex.debezium;

import dev.movex.core.plan.PlanOptions;
import dev.movex.testkit.database.ServerKind;
import java.util.List;

class LogKeysMySqlTest extends LogKeysContract {
    @Override
    ServerKind kind() {
        return ServerKind.MYSQL;
    }

    @Override
    ServerKind other() {
        return ServerKind.POSTGRESQL;
    }

    @Override
    List<Case> alike() {
        return BinlogKeys.alike();
    }

    @Override
    List<Case> unlike() {
        return BinlogKeys.toPostgres();
    }

    @Override
    PlanOptions unlikeOptions() {
        return BinlogKeys.options();
    }
}
