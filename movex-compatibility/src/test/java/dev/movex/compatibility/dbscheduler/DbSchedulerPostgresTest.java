package dev.movex.compatibility.dbscheduler;

import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;

@RealDatabases(src = ServerKind.POSTGRESQL, dst = ServerKind.POSTGRESQL)
class DbSchedulerPostgresTest extends DbSchedulerContract {}
