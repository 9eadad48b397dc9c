package dev.movex.compatibility.quartz;

import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;

@RealDatabases(src = ServerKind.MYSQL, dst = ServerKind.MYSQL)
class QuartzMySqlTest extends QuartzContract {}
