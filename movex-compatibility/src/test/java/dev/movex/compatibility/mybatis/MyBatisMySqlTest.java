package dev.movex.compatibility.mybatis;

import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;

@RealDatabases(src = ServerKind.MYSQL, dst = ServerKind.MYSQL)
class MyBatisMySqlTest extends MyBatisContract {}
