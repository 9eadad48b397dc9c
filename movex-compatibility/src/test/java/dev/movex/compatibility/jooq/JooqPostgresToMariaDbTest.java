package dev.movex.compatibility.jooq;

import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;

@RealDatabases(src = ServerKind.POSTGRESQL, dst = ServerKind.MARIADB)
class JooqPostgresToMariaDbTest extends JooqContract {}
