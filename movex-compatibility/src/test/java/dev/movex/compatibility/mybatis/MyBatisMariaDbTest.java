package dev.movex.compatibility.mybatis;

import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;

@RealDatabases(src = ServerKind.MARIADB, dst = ServerKind.MARIADB)
class MyBatisMariaDbTest extends MyBatisContract {}
