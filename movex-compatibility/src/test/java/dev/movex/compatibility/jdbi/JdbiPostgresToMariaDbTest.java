package dev.movex.compatibility.jdbi;

import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;

@RealDatabases(src = ServerKind.POSTGRESQL, dst = ServerKind.MARIADB)
class JdbiPostgresToMariaDbTest extends JdbiContract {}
