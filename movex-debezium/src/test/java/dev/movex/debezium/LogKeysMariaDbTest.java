package dev.movex.debezium;

import dev.movex.core.plan.PlanOptions;
import dev.movex.testkit.database.ServerKind;
import java.util.ArrayList;
import java.util.List;

class LogKeysMariaDbTest extends LogKeysContract {
    @Override
    ServerKind kind() {
        return ServerKind.MARIADB;
    }

    @Override
    ServerKind other() {
        return ServerKind.POSTGRESQL;
    }

    @Override
    List<Case> alike() {
        List<Case> cases = new ArrayList<>(BinlogKeys.alike());
        cases.add(BinlogKeys.key("uuid", "uuid", "uuid", "'0a112233-4455-6677-8899-aabbccddeeff'"));
        return cases;
    }

    @Override
    List<Case> unlike() {
        List<Case> cases = new ArrayList<>(BinlogKeys.toPostgres());
        cases.add(BinlogKeys.key("own", "uuid", "uuid", "'0a112233-4455-6677-8899-aabbccddeeff'"));
        return cases;
    }

    @Override
    PlanOptions unlikeOptions() {
        return BinlogKeys.options();
    }
}
