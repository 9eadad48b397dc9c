package dev.movex.compatibility.jdbi;

import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;

@RealDatabases(src = ServerKind.MARIADB, dst = ServerKind.MARIADB)
class JdbiMariaDbTest extends JdbiContract {}
