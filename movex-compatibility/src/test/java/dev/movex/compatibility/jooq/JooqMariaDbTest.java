package dev.movex.compatibility.jooq;

import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;

@RealDatabases(src = ServerKind.MARIADB, dst = ServerKind.MARIADB)
class JooqMariaDbTest extends JooqContract {}
