package dev.movex.compatibility.dbscheduler;

import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;

@RealDatabases(src = ServerKind.MYSQL, dst = ServerKind.POSTGRESQL)
class DbSchedulerMySqlToPostgresTest extends DbSchedulerContract {}
