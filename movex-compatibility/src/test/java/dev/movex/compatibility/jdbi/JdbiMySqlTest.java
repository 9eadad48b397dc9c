package dev.movex.compatibility.jdbi;

import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;

@RealDatabases(src = ServerKind.MYSQL, dst = ServerKind.MYSQL)
class JdbiMySqlTest extends JdbiContract {}
