package dev.movex.compatibility.quartz;

import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;

@RealDatabases(src = ServerKind.MARIADB, dst = ServerKind.MARIADB)
class QuartzMariaDbTest extends QuartzContract {}
