package dev.movex.compatibility.mybatis;

import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;

@RealDatabases(src = ServerKind.POSTGRESQL, dst = ServerKind.MARIADB)
class MyBatisPostgresToMariaDbTest extends MyBatisContract {}
